package org.commissionledger.person;

import java.util.Base64;

/** Stands for an email address in look-ups: 43 characters of base64url. {@link PersonKeys#emailHash} makes it. */
public record EmailHash(String value) {

    static EmailHash of(byte[] mac) {
        return new EmailHash(Base64.getUrlEncoder().withoutPadding().encodeToString(mac));
    }
}
