package org.commissionledger.identity;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;

/**
 * Time-ordered UUIDs (RFC 9562, version 7): the millisecond in front keeps index inserts at the right edge. Axon finds this
 * factory as a service and names every message with it, so that an event's identifier is its message's.
 */
public final class UuidV7 extends IdentifierFactory {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Random bytes are drawn from the system in blocks: each draw by itself costs more than a whole identifier. */
    private static final ByteBuffer BLOCK = ByteBuffer.allocate(8_192).limit(0);

    public static UUID next() {
        return at(System.currentTimeMillis());
    }

    static UUID at(long epochMilli) {
        long high;
        long low;
        synchronized (BLOCK) {
            if (BLOCK.remaining() < 2 * Long.BYTES) {
                RANDOM.nextBytes(BLOCK.array());
                BLOCK.clear();
            }
            high = BLOCK.getLong();
            low = BLOCK.getLong();
        }
        return new UUID(
                (epochMilli << 16) | 0x7000L | (high & 0x0FFFL), 0x8000000000000000L | (low & 0x3FFFFFFFFFFFFFFFL));
    }

    @Override
    public String generateIdentifier() {
        return next().toString();
    }
}
