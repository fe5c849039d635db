package org.commissionledger.projection.customers;

import java.util.List;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerEvent;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;

/** Customers, their timelines and the funnel; by a processor of its own, so that no amount of clicks holds up money. */
public final class CustomersProjection implements Projection {

    public static final String NAME = "customers";

    private final EventCodec codec;
    private final PersonKeys keys;

    public CustomersProjection(EventCodec codec, PersonKeys keys) {
        this.codec = codec;
        this.keys = keys;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String processor() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return CustomerEvent.class.isAssignableFrom(type) || OrderEvent.class.isAssignableFrom(type);
    }

    /** Nothing of who they were is tried again, and nobody waits for it to be forgotten. */
    @Override
    public List<StreamId> settles(Class<? extends LedgerEvent> type, StreamId stream) {
        if (type != PersonalDataErased.class) {
            return List.of();
        }
        return List.of(stream, CustomerCommand.eventsStream(stream));
    }

    @Override
    public Fold newFold() {
        return new CustomersFold(codec, keys);
    }
}
