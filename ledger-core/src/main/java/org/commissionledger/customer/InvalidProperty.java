package org.commissionledger.customer;

import org.commissionledger.rejection.Rejection;

/** A property's value is neither a short text, nor a number that survives JSON, nor true or false. */
public final class InvalidProperty extends Rejection.Invalid {
    InvalidProperty(String key) {
        super(
                "customer.invalid-property",
                "properties." + key,
                "A text of at most " + PropertyPolicy.MAX_TEXT
                        + " characters, a number that a double holds exactly as written, or true or false is expected.");
    }
}
