package org.commissionledger.identity;

import java.security.SecureRandom;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;

/**
 * Time-ordered UUIDs (RFC 9562, version 7): the millisecond in front keeps index inserts at the right edge. Axon finds this
 * factory as a service and names every message with it, so that an event's identifier is its message's.
 */
public final class UuidV7 extends IdentifierFactory {

    private static final SecureRandom RANDOM = new SecureRandom();

    public static UUID next() {
        return at(System.currentTimeMillis());
    }

    static UUID at(long epochMilli) {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        long high = (epochMilli << 16) | 0x7000L | ((random[0] & 0x0FL) << 8) | (random[1] & 0xFFL);
        long low = 0;
        for (int i = 2; i < random.length; i++) {
            low = (low << 8) | (random[i] & 0xFFL);
        }
        return new UUID(high, 0x8000000000000000L | (low & 0x3FFFFFFFFFFFFFFFL));
    }

    @Override
    public String generateIdentifier() {
        return next().toString();
    }
}
