package org.commissionledger.eventstore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.commissionledger.identity.Sha256;

/**
 * The hash chain over an organisation's history.
 *
 * <pre>
 * f(x) = length of x in UTF-8 bytes as 4 bytes, big-endian, then those bytes
 * leaf = SHA-256(0x00 ‖ f(ledgerSequence) ‖ f(eventId) ‖ f(stream) ‖ f(streamSequence) ‖ f(type) ‖ f(revision)
 *                     ‖ f(effectiveAt) ‖ f(recordedAt) ‖ f(payload) ‖ f(metadata))
 * hash = SHA-256(0x01 ‖ hash before, 32 zero bytes for the first ‖ leaf)
 * </pre>
 *
 * Numbers are decimal, times {@code 2011-03-01T00:00:00.000000Z}. Not safe for use by several threads at once.
 */
public final class HashChain {

    private static final int HASH_LENGTH = 32;
    private static final int FIELDS = 10;

    private final MessageDigest sha256 = Sha256.digest();

    /** The leaf that is being put together: one call of the digest for all of it. */
    private byte[] leaf = new byte[4_096];

    private int length;

    /** What stands before an organisation's first event. */
    public static byte[] genesis() {
        return new byte[HASH_LENGTH];
    }

    /** Times are kept and hashed to the microsecond, which is what PostgreSQL keeps. */
    public static Instant micros(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    /** As it is hashed: always six decimals, always UTC. */
    public static String text(Instant at) {
        return InstantText.micros(at);
    }

    /** The hash of {@code event}, whose own {@code hash} is not looked at, behind the hash {@code before}. */
    public byte[] next(byte[] before, RecordedEvent event) {
        return link(before, leaf(event));
    }

    /** The hash of an event whose leaf is at hand, behind the hash {@code before}. */
    public byte[] link(byte[] before, byte[] leaf) {
        sha256.update((byte) 0x01);
        sha256.update(before);
        sha256.update(leaf);
        return sha256.digest();
    }

    /** The leaf of an event whose fields are at hand as texts, in the order of the formula, as an export has them. */
    public byte[] leaf(List<String> fields) {
        if (fields.size() != FIELDS) {
            throw new IllegalArgumentException("a leaf has " + FIELDS + " fields, not " + fields.size());
        }
        length = 0;
        leaf[length++] = 0x00;
        for (int i = 0; i < FIELDS; i++) {
            field(fields.get(i));
        }
        sha256.update(leaf, 0, length);
        return sha256.digest();
    }

    public byte[] leaf(RecordedEvent event) {
        length = 0;
        leaf[length++] = 0x00;
        field(Long.toString(event.ledgerSequence()));
        field(event.eventId().toString());
        field(event.stream());
        field(Long.toString(event.streamSequence()));
        field(event.type());
        field(Integer.toString(event.revision()));
        field(text(event.effectiveAt()));
        field(text(event.recordedAt()));
        field(event.payload());
        field(event.metadata());
        sha256.update(leaf, 0, length);
        return sha256.digest();
    }

    private void field(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int needed = length + Integer.BYTES + bytes.length;
        if (needed > leaf.length) {
            leaf = Arrays.copyOf(leaf, Math.max(needed, 2 * leaf.length));
        }
        leaf[length] = (byte) (bytes.length >>> 24);
        leaf[length + 1] = (byte) (bytes.length >>> 16);
        leaf[length + 2] = (byte) (bytes.length >>> 8);
        leaf[length + 3] = (byte) bytes.length;
        System.arraycopy(bytes, 0, leaf, length + Integer.BYTES, bytes.length);
        length = needed;
    }
}
