package org.commissionledger.eventstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

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

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int HASH_LENGTH = 32;

    private final MessageDigest sha256;
    private final byte[] length = new byte[Integer.BYTES];

    public HashChain() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What stands before an organisation's first event. */
    public static byte[] genesis() {
        return new byte[HASH_LENGTH];
    }

    /** Times are kept and hashed to the microsecond, which is what PostgreSQL keeps. */
    public static Instant micros(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    public static String text(Instant at) {
        return MICROS.format(at);
    }

    /** The hash of {@code event}, whose own {@code hash} is not looked at, behind the hash {@code before}. */
    public byte[] next(byte[] before, RecordedEvent event) {
        byte[] leaf = leaf(event);
        sha256.update((byte) 0x01);
        sha256.update(before);
        sha256.update(leaf);
        return sha256.digest();
    }

    public byte[] leaf(RecordedEvent event) {
        sha256.update((byte) 0x00);
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
        return sha256.digest();
    }

    private void field(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        ByteBuffer.wrap(length).putInt(bytes.length);
        sha256.update(length);
        sha256.update(bytes);
    }
}
