package org.commissionledger.api.web;

import java.util.Map;

/** A part of the published contract that follows from the code itself, and so cannot go stale. */
@FunctionalInterface
public interface ContractPart {

    /** As an {@code openapi.yaml} has it, in maps, lists and plain values. */
    Map<String, Object> contract();
}
