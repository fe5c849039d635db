package org.commissionledger.eventstore;

import org.commissionledger.organisation.OrganisationId;

/**
 * Names the events of one aggregate: its organisation, and its place within it such as {@code order/536365}. Written with the
 * organisation in front, {@code demo/order/536365}, it is Axon's aggregate identifier.
 */
public record StreamId(OrganisationId organisation, String stream) {

    public static StreamId of(OrganisationId organisation, String kind, String id) {
        return new StreamId(organisation, kind + "/" + id);
    }

    /** The reverse of {@link #toString()}. */
    public static StreamId parse(String aggregateIdentifier) {
        int slash = aggregateIdentifier.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a stream: " + aggregateIdentifier);
        }
        return new StreamId(
                new OrganisationId(aggregateIdentifier.substring(0, slash)), aggregateIdentifier.substring(slash + 1));
    }

    @Override
    public String toString() {
        return organisation.value() + "/" + stream;
    }
}
