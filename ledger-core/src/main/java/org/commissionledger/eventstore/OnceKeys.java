package org.commissionledger.eventstore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.commissionledger.identity.Sha256;

/**
 * Makes keys for {@link NewEvent#once}: 40 bits of the stream's hash in front, so that the keys of one stream, which are wanted
 * together, stand on the same pages of the index, and behind them 88 bits of the hash of both. Remembers the streams that it was asked for; not for
 * use by several threads.
 */
public final class OnceKeys {

    private static final int PREFIX = 5;

    private final MessageDigest sha256 = Sha256.digest();
    private final Map<StreamId, byte[]> streams = new HashMap<>();

    /** @param name what must not be in the stream twice */
    public UUID of(StreamId stream, String name) {
        byte[] prefix = streams.computeIfAbsent(stream, s -> hash(s.toString()));
        sha256.update(prefix);
        byte[] key = hash(name);
        System.arraycopy(prefix, 0, key, 0, PREFIX);
        ByteBuffer bits = ByteBuffer.wrap(key);
        return new UUID(bits.getLong(), bits.getLong());
    }

    private byte[] hash(String text) {
        return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
