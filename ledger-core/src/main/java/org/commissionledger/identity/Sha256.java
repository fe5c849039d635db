package org.commissionledger.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256. Every Java platform has it, so nobody needs to be ready for its absence. */
public final class Sha256 {

    private Sha256() {}

    /** A digest to be gone on with; for one thread. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static byte[] of(byte[] content) {
        return digest().digest(content);
    }

    /** Of the text in UTF-8. */
    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A number for what has these names, with line feeds between them: the same in every rebuild and on every node. Two that shared a number
     * would be refused by a table, not mixed up.
     */
    public static long number(String... names) {
        return ByteBuffer.wrap(of(String.join("\n", names))).getLong();
    }
}
