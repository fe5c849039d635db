package org.commissionledger.api.audit;

import java.util.HexFormat;
import java.util.List;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.proof.InclusionProof;
import org.commissionledger.proof.ProofJson;
import tools.jackson.databind.JsonNode;

/**
 * That one event is in the history that a checkpoint sealed: all that a third party needs beside the public key.
 *
 * @param index of the leaf, from 0
 * @param treeSize leaves of the tree: the checkpoint's ledgerSequence
 * @param path hashes from the leaf upwards
 */
record InclusionView(
        long ledgerSequence,
        long index,
        long treeSize,
        String leaf,
        List<String> path,
        String root,
        JsonNode checkpoint,
        ExportedEvent event) {

    static InclusionView of(InclusionProof proof, RecordedEvent event) {
        HexFormat hex = HexFormat.of();
        return new InclusionView(
                event.ledgerSequence(),
                proof.index(),
                proof.checkpoint().ledgerSequence(),
                hex.formatHex(proof.leaf()),
                ProofJson.texts(proof.path()),
                hex.formatHex(proof.checkpoint().root()),
                ProofJson.object(proof.checkpoint()),
                ExportedEvent.of(event));
    }
}
