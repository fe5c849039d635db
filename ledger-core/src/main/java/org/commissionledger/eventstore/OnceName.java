package org.commissionledger.eventstore;

import java.util.UUID;
import org.commissionledger.organisation.OrganisationId;

/**
 * Something of which an organisation's history holds one at the most.
 *
 * @param scope within which {@code name} is unique: a stream, or a word for the whole organisation such as {@code usage}
 */
public record OnceName(String scope, String name) {

    /** Its {@link NewEvent#once}. */
    UUID key(OrganisationId organisation, OnceKeys keys) {
        return keys.of(new StreamId(organisation, scope), name);
    }
}
