package org.commissionledger.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;

/**
 * A personal value as events hold it: {@code v1:} and, in base64url without padding, a nonce of 12 bytes, the ciphertext, and a tag of
 * 16 bytes. The ciphertext is a multiple of 64 bytes long, so that it tells little of the value's length. A field of this type cannot hold plain text by mistake.
 */
public record Sealed(@JsonValue String value) {

    static final int BLOCK = 64;

    private static final String VERSION = "v1:";
    private static final int AROUND = Crypto.NONCE_BYTES + Crypto.TAG_BYTES;

    /** @throws IllegalArgumentException for a text that is not of this form; the text is not repeated */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sealed {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a sealed value");
        }
    }

    static Sealed of(byte[] encrypted) {
        return new Sealed(VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted));
    }

    byte[] bytes() {
        return Base64.getUrlDecoder().decode(value.substring(VERSION.length()));
    }

    private static boolean isWellFormed(String value) {
        if (!value.startsWith(VERSION)) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(value.substring(VERSION.length()));
            return bytes.length > AROUND
                    && (bytes.length - AROUND) % BLOCK == 0
                    && Sealed.canonical(bytes).equals(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Base64 can be written with stray bits at its end: only one way of writing counts. */
    private static String canonical(byte[] bytes) {
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "sealed";
    }
}
