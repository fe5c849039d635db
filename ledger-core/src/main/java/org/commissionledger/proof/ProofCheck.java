package org.commissionledger.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import tools.jackson.databind.JsonNode;

/** Checks proofs as the ledger gives them away, with nothing but the public keys. */
public final class ProofCheck {

    private final PublicKeys keys;
    private final Findings findings;

    public ProofCheck(PublicKeys keys, Findings findings) {
        this.keys = keys;
        this.findings = findings;
    }

    /**
     * A proof of one event: everything is worked out from the event, the path and the signed checkpoint; what the proof says besides must
     * agree.
     *
     * @throws MalformedProofException when it is not of the form of a proof
     */
    public Checkpoint inclusion(JsonNode proof) {
        Checkpoint checkpoint = ProofJson.checkpoint(proof.path("checkpoint"));
        JsonNode event = proof.path("event");
        long sequence = ProofJson.number(event, "ledgerSequence");
        byte[] leaf = ExportScan.leaf(event.toString().getBytes(StandardCharsets.UTF_8));
        boolean genuine = CheckpointCheck.isGenuine(checkpoint, keys, findings);
        if (ProofJson.number(proof, "ledgerSequence") != sequence
                || ProofJson.number(proof, "index") != sequence - 1
                || !MessageDigest.isEqual(ProofJson.hash(proof, "leaf"), leaf)) {
            findings.add(
                    FindingCode.PROOF_EVENT,
                    sequence,
                    "The event is not the one that the proof is about: its leaf is another.");
        }
        if (ProofJson.number(proof, "treeSize") != checkpoint.ledgerSequence()
                || !MessageDigest.isEqual(ProofJson.hash(proof, "root"), checkpoint.root())) {
            findings.add(FindingCode.PROOF_MALFORMED, sequence, "The root or the size is not that of the checkpoint.");
        }
        boolean included = MerkleProofs.isIncluded(
                leaf, sequence - 1, checkpoint.ledgerSequence(), ProofJson.path(proof, "path"), checkpoint.root());
        if (genuine && !included) {
            findings.add(
                    FindingCode.PROOF_PATH,
                    sequence,
                    "The path does not lead from the event to the root that was signed.");
        }
        return checkpoint;
    }

    /**
     * A proof that one sealed history is the beginning of another.
     *
     * @throws MalformedProofException when it is not of the form of a proof
     */
    public void consistency(JsonNode proof) {
        Checkpoint from = ProofJson.checkpoint(proof.path("from"));
        Checkpoint to = ProofJson.checkpoint(proof.path("to"));
        boolean genuine =
                CheckpointCheck.isGenuine(from, keys, findings) & CheckpointCheck.isGenuine(to, keys, findings);
        if (!from.organisation().equals(to.organisation())) {
            findings.add(FindingCode.PROOF_MALFORMED, null, "The checkpoints are of two organisations.");
        }
        boolean consistent = MerkleProofs.isConsistent(
                from.ledgerSequence(), to.ledgerSequence(), from.root(), to.root(), ProofJson.path(proof, "path"));
        if (genuine && !consistent) {
            findings.add(
                    FindingCode.PROOF_PATH,
                    from.ledgerSequence(),
                    "The history sealed first is not the beginning of the one sealed later.");
        }
    }
}
