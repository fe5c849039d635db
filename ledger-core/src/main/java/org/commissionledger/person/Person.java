package org.commissionledger.person;

import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;

/**
 * Someone with a key of their own, named by the stream that tells of them, such as {@code customer/c-17850}. The same name in two
 * organisations is two persons with two keys.
 */
public record Person(StreamId stream) {

    public OrganisationId organisation() {
        return stream.organisation();
    }

    @Override
    public String toString() {
        return stream.toString();
    }
}
