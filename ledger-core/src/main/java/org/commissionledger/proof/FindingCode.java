package org.commissionledger.proof;

import java.util.Locale;

/** What can be found. The texts are stable and part of the contract. */
public enum FindingCode {
    /** A line of an export is not an event in the form that the ledger writes. */
    EVENT_MALFORMED,
    /** An event is missing, doubled, or not in its place: ledgerSequence does not count on by one. */
    EVENT_SEQUENCE,
    /** The event's content, or what stands before it, is not what its hash was made of. */
    EVENT_HASH,
    /** The events of a stream do not count on by one. */
    EVENT_STREAM,
    /** An event was recorded before the one that stands in front of it. */
    EVENT_TIME,
    /** The history ends before an event that a checkpoint vouches for. */
    HISTORY_SHORT,
    /** A checkpoint is not in the form that the ledger writes. */
    CHECKPOINT_MALFORMED,
    /** A checkpoint's key is none of the published ones. */
    CHECKPOINT_KEY,
    /** A checkpoint's signature does not fit its text. */
    CHECKPOINT_SIGNATURE,
    /** The history up to a checkpoint is not the one whose root was signed. */
    CHECKPOINT_ROOT,
    /** The chain does not end in the hash that was signed. */
    CHECKPOINT_HASH,
    /** The event does not stand at the position that was signed. */
    CHECKPOINT_POSITION,
    /** A checkpoint in the file outside the database is missing in the database, or another one there. */
    CHECKPOINT_LOST,
    /** A proof is not in the form that the ledger writes, or its parts do not belong together. */
    PROOF_MALFORMED,
    /** The event of a proof is not the one that the proof is about. */
    PROOF_EVENT,
    /** The path of a proof does not lead to the root that was signed. */
    PROOF_PATH,
    /** A projection says something else than the history. */
    PROJECTION_DIFFERS,
    /** A projection could not take an event, so that its figures lack it. */
    PROJECTION_PARKED,
    /** A projection has not taken all events: it was compared as far as it has got. */
    PROJECTION_BEHIND,
    /** A projection cannot be derived from the history. */
    PROJECTION_FAULT,
    /** There is more than is named. */
    MORE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-').replaceFirst("-", ".");
    }
}
