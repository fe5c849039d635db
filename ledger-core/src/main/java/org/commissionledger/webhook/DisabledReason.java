package org.commissionledger.webhook;

/** Why the ledger sends nothing more to an endpoint until somebody puts it again. */
public enum DisabledReason {
    /** It answered 410: whoever runs it wants no more. */
    GONE,
    /** Nothing but failures for days. */
    FAILING
}
