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
    /** Less had expired: a usage from before the expiry came in after it, and is the next entry. */
    EXPIRY_REDUCED,
    /** What was left of a top-up was withdrawn. */
    VOID
}
