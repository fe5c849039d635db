package org.commissionledger.person;

import org.commissionledger.rejection.Rejection;

/** The text is not an email address. */
public final class InvalidEmail extends Rejection.Invalid {
    InvalidEmail() {
        super(
                "request.invalid-email",
                "email",
                "An email address of at most " + EmailAddress.MAX_LENGTH
                        + " characters is expected, with one @ and without spaces.");
    }
}
