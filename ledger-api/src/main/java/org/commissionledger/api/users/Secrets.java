package org.commissionledger.api.users;

import java.security.SecureRandom;
import java.util.Base64;
import org.commissionledger.identity.Sha256;

/** Secrets with so much chance in them that a plain hash keeps them. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static byte[] random(int bytes) {
        byte[] secret = new byte[bytes];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** 256 bits that can stand in an address. */
    static String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
    }

    static byte[] hash(String secret) {
        return Sha256.of(secret);
    }
}
