package org.commissionledger.person;

import org.commissionledger.rejection.Rejection;

/** The text is empty, too long, or holds control characters. */
public final class InvalidName extends Rejection.Invalid {
    InvalidName() {
        super(
                "request.invalid-text",
                "name",
                "A text of 1 to " + PersonName.MAX_LENGTH + " characters without control characters is expected.");
    }
}
