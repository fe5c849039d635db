package org.commissionledger.projection.credits;

/** What an entry of an account is. */
public enum EntryType {
    OPENED,
    /** Another name or overdraft limit. */
    CHANGED,
    TOP_UP,
    USAGE,
    HOLD,
    /** A hold was used. */
    CAPTURE,
    /** A hold was given back, or ran out. */
    RELEASE,
    /** What was left of a top-up expired. */
    EXPIRY,
    /** What was left of a top-up was withdrawn. */
    VOID
}
