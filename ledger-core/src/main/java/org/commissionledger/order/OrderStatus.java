package org.commissionledger.order;

import java.util.EnumSet;
import java.util.Set;

/** Where an order stands. */
public enum OrderStatus {
    /** Waits until an outside system confirms it. */
    PENDING,
    /** Delivered: its commission is due. */
    SUCCESSFUL,
    /** Not delivered; it may be delivered again later. */
    FAILED;

    /** Where it may go from here. */
    public Set<OrderStatus> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(SUCCESSFUL, FAILED);
            case FAILED -> EnumSet.of(SUCCESSFUL);
            case SUCCESSFUL -> EnumSet.noneOf(OrderStatus.class);
        };
    }
}
