package org.commissionledger.person;

/**
 * A sealed value does not open with its person's key at the place where it stands: it was moved there or changed, or belongs to
 * another person. Never a matter of a destroyed key; the message holds neither the value nor the key.
 */
public final class SealBrokenException extends RuntimeException {
    SealBrokenException(Place place) {
        super("The sealed value at " + place.stream() + " " + place.field() + " was not made there or was changed.");
    }
}
