package org.commissionledger.proof;

import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the checkpoints of one organisation against a history that goes by. */
public final class CheckpointCheck {

    private final Iterator<Checkpoint> rest;
    private final PublicKeys keys;
    private final Findings findings;
    private @Nullable Checkpoint next;
    private long checked;

    /** @param checkpoints of one organisation, by ledgerSequence */
    public CheckpointCheck(Iterator<Checkpoint> checkpoints, PublicKeys keys, Findings findings) {
        this.rest = checkpoints;
        this.keys = keys;
        this.findings = findings;
        advance();
    }

    /** For a history that nobody vouches for. */
    public static CheckpointCheck none(Findings findings) {
        return new CheckpointCheck(List.<Checkpoint>of().iterator(), new PublicKeys(List.of()), findings);
    }

    private void advance() {
        next = rest.hasNext() ? rest.next() : null;
    }

    /** How many were looked at. */
    public long checked() {
        return checked;
    }

    boolean isDue(long ledgerSequence) {
        return next != null && next.ledgerSequence() <= ledgerSequence;
    }

    /** The history has come to {@code ledgerSequence}: what is due is compared with what the history is there. */
    void check(long ledgerSequence, byte[] root, byte[] hash, @Nullable Long position) {
        while (next != null && next.ledgerSequence() <= ledgerSequence) {
            if (isGenuine(next)) {
                compare(next, ledgerSequence, root, hash, position);
            }
            advance();
        }
    }

    private void compare(Checkpoint sealed, long ledgerSequence, byte[] root, byte[] hash, @Nullable Long position) {
        long at = sealed.ledgerSequence();
        if (at != ledgerSequence || !MessageDigest.isEqual(sealed.root(), root)) {
            findings.add(
                    FindingCode.CHECKPOINT_ROOT,
                    at,
                    "The history up to here is not the one that was sealed" + when(sealed));
        }
        if (at == ledgerSequence && !MessageDigest.isEqual(sealed.hash(), hash)) {
            findings.add(
                    FindingCode.CHECKPOINT_HASH,
                    at,
                    "The chain does not end here in the hash that was sealed" + when(sealed));
        }
        if (at == ledgerSequence && position != null && position != sealed.position()) {
            findings.add(
                    FindingCode.CHECKPOINT_POSITION,
                    at,
                    "The event stands at position " + position + ", not at the " + sealed.position()
                            + " that was sealed" + when(sealed));
        }
    }

    private static String when(Checkpoint sealed) {
        return " at " + sealed.sealedAt() + " with the key " + sealed.keyId() + ".";
    }

    private boolean isGenuine(Checkpoint checkpoint) {
        checked++;
        return isGenuine(checkpoint, keys, findings);
    }

    /** Whether the checkpoint was signed as it stands with a known key; a finding when not. */
    public static boolean isGenuine(Checkpoint checkpoint, PublicKeys keys, Findings findings) {
        if (!keys.knows(checkpoint.keyId())) {
            findings.add(
                    FindingCode.CHECKPOINT_KEY,
                    checkpoint.ledgerSequence(),
                    "The checkpoint was signed with " + checkpoint.keyId() + ", which is none of the published keys.");
            return false;
        }
        if (!keys.hasSigned(checkpoint)) {
            findings.add(
                    FindingCode.CHECKPOINT_SIGNATURE,
                    checkpoint.ledgerSequence(),
                    "The signature does not fit the checkpoint: it was changed, or another key made it.");
            return false;
        }
        return true;
    }

    void end(long lastSequence) {
        Checkpoint furthest = null;
        while (next != null) {
            if (isGenuine(next)) {
                furthest = next;
            }
            advance();
        }
        if (furthest != null) {
            findings.add(
                    FindingCode.HISTORY_SHORT,
                    furthest.ledgerSequence(),
                    "The history ends with event " + lastSequence + ", but up to this one it was sealed"
                            + when(furthest));
        }
    }
}
