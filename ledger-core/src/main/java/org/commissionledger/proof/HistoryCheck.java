package org.commissionledger.proof;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.identity.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Goes through one organisation's whole history, event by event in the order given: ledgerSequence counts on, each hash follows from the
 * one before, streams count on, times never go back, and every checkpoint on the way fits. After a finding it goes on from what
 * is written there, so that one change is named once.
 */
public final class HistoryCheck {

    private final HashChain chain = new HashChain();
    private final MessageDigest sha256 = Sha256.digest();
    private final Frontier tree = new Frontier();
    private final StreamSequences streams = new StreamSequences();
    private final CheckpointCheck checkpoints;
    private final Findings findings;

    private byte[] hash = HashChain.genesis();
    private long sequence;
    private String recordedAt = "";
    private long events;

    /** @param checkpoints of this organisation, by ledgerSequence */
    public HistoryCheck(CheckpointCheck checkpoints, Findings findings) {
        this.checkpoints = checkpoints;
        this.findings = findings;
    }

    /**
     * One event, hashed already.
     *
     * @param stream {@link StreamSequences#fingerprint}
     * @param position in the whole store, where it is known: an export does not have it
     */
    record Link(
            long ledgerSequence,
            long stream,
            long streamSequence,
            String recordedAt,
            byte[] leaf,
            byte[] hash,
            @Nullable Long position)
            implements ExportLine {

        static Link of(HashChain chain, MessageDigest sha256, RecordedEvent event) {
            return new Link(
                    event.ledgerSequence(),
                    StreamSequences.fingerprint(sha256, event.stream()),
                    event.streamSequence(),
                    HashChain.text(event.recordedAt()),
                    chain.leaf(event),
                    event.hash(),
                    event.position());
        }
    }

    /** An event of the store. */
    public void accept(RecordedEvent event) {
        accept(Link.of(chain, sha256, event));
    }

    void accept(Link link) {
        count(link);
        byte[] expected = chain.link(hash, link.leaf());
        if (!MessageDigest.isEqual(expected, link.hash())) {
            findings.add(
                    FindingCode.EVENT_HASH,
                    link.ledgerSequence(),
                    "The event, or what stands before it, is not what its hash was made of: " + hex(link.hash())
                            + " is written, " + hex(expected) + " follows.");
        }
        stream(link);
        if (link.recordedAt().compareTo(recordedAt) < 0) {
            findings.add(
                    FindingCode.EVENT_TIME,
                    link.ledgerSequence(),
                    "It was recorded at " + link.recordedAt() + ", the event before it at " + recordedAt + ".");
        }
        recordedAt = link.recordedAt();
        hash = link.hash();
        tree.add(link.leaf());
        events++;
        if (checkpoints.isDue(sequence)) {
            checkpoints.check(sequence, tree.root(), expected, link.position());
        }
    }

    private void count(Link link) {
        if (link.ledgerSequence() != sequence + 1) {
            findings.add(
                    FindingCode.EVENT_SEQUENCE,
                    link.ledgerSequence(),
                    "Event " + (sequence + 1) + " is expected here, event " + link.ledgerSequence() + " stands here.");
        }
        sequence = link.ledgerSequence();
    }

    private void stream(Link link) {
        long before = streams.put(link.stream(), link.streamSequence());
        if (link.streamSequence() != before + 1) {
            findings.add(
                    FindingCode.EVENT_STREAM,
                    link.ledgerSequence(),
                    "It is number " + link.streamSequence() + " of its stream, behind "
                            + (before < 0 ? "none" : "number " + before) + ".");
        }
    }

    /** No more events: checkpoints beyond the last one vouch for events that are not there. */
    public void end() {
        checkpoints.end(sequence);
    }

    public long events() {
        return events;
    }

    public long ledgerSequence() {
        return sequence;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
