package org.commissionledger.payout;

import java.time.Instant;

/** Who approved a payout, and when. */
public record Approval(String by, Instant at) {}
