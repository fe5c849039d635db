package org.commissionledger.projection.webhooks;

/** Where a delivery stands. */
public enum DeliveryState {
    /** To be made, now or later. */
    PENDING,
    /** Answered with 2xx. */
    DELIVERED,
    /** Given up after the last attempt of the schedule. */
    FAILED
}
