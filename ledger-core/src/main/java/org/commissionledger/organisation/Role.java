package org.commissionledger.organisation;

/** What a client or user may do; the table of routes is in the service's access rules. */
public enum Role {
    ADMIN,
    FINANCE,
    TECHNICAL,
    SUPPORT,
    AUDITOR,
    /** Bound to one service provider: only its own orders. */
    PROVIDER,
    INGEST,
    /** Bound to one account: its own and its customers'. */
    PARTNER
}
