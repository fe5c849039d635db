package org.commissionledger.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.organisation.OrganisationId;

/**
 * The head of an organisation's history, signed: whoever holds it can prove that what was up to there has not changed since.
 *
 * @param ledgerSequence of the newest event that it covers: also the number of leaves of the tree
 * @param position of that event in the whole store
 * @param hash of the chain up to and with that event
 * @param root of the Merkle tree over the leaves of all events up to and with that one
 * @param sealedAt when it was signed, in microseconds
 * @param keyId names the key: see {@link PublicKeys}
 * @param signature Ed25519 over {@link #signedText()}
 */
public record Checkpoint(
        OrganisationId organisation,
        long ledgerSequence,
        long position,
        byte[] hash,
        byte[] root,
        Instant sealedAt,
        String keyId,
        byte[] signature) {

    private static final String FIRST_LINE = "commission-ledger checkpoint v1";

    /** What is signed: eight lines of UTF-8, each ended by a line feed, which none of the values can contain. */
    byte[] signedText() {
        HexFormat hex = HexFormat.of();
        String text = String.join(
                        "\n",
                        FIRST_LINE,
                        organisation.value(),
                        Long.toString(ledgerSequence),
                        Long.toString(position),
                        hex.formatHex(hash),
                        hex.formatHex(root),
                        HashChain.text(sealedAt),
                        keyId)
                + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Checkpoint signed(byte[] with) {
        return new Checkpoint(organisation, ledgerSequence, position, hash, root, sealedAt, keyId, with);
    }
}
