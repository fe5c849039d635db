package org.commissionledger.person;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;

/**
 * Tells whether two values of one person are the same without telling what they are: HMAC-SHA-256 under a key that comes from the
 * person's own. Once that is destroyed, nobody can test a guess against it. Written as 43 characters of base64url.
 */
public record Fingerprint(@JsonValue String value) {

    private static final int LENGTH = 43;

    /** @throws IllegalArgumentException for a text that is not of this form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Fingerprint {
        if (value.length() != LENGTH || !value.chars().allMatch(Fingerprint::isBase64Url)) {
            throw new IllegalArgumentException("not a fingerprint");
        }
    }

    static Fingerprint of(byte[] mac) {
        return new Fingerprint(Base64.getUrlEncoder().withoutPadding().encodeToString(mac));
    }

    private static boolean isBase64Url(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
