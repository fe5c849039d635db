package org.commissionledger.api.bulk;

import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.eventstore.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * One item of a bulk request, understood.
 *
 * @param id what the client calls it, as far as it could be read
 */
public record BulkItem(@Nullable String id, StreamId stream, Drafting drafting) {}
