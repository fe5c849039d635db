package org.commissionledger.order;

/** Where the commission of an order stands, as the totals and the lists show it. */
public enum CommissionStatus {
    /** Nothing is due: the order is not successful, or all was declined or reversed. */
    NOT_APPLICABLE("N/A"),
    /** Something is still pending. */
    PENDING("PENDING"),
    /** Nothing is pending any more and something was paid. */
    SUCCESSFUL("SUCCESSFUL");

    private final String text;

    CommissionStatus(String text) {
        this.text = text;
    }

    /** {@code N/A}, {@code PENDING} or {@code SUCCESSFUL}: the written form everywhere. */
    @Override
    public String toString() {
        return text;
    }
}
