package org.commissionledger.api.customers;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerCommand.ErasePersonalData;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.UnknownCustomer;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.Erasures;
import org.commissionledger.person.Person;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrderQueries;
import org.springframework.stereotype.Component;

/** Has the ledger forget a person: first the event, then the key, which is gone when the answer comes. */
@Component
public class CustomerErasure {

    private final Ledger ledger;
    private final Erasures erasures;
    private final EventReader reader;
    private final OrderQueries orders;
    private final MinPosition minPosition;
    private final Clock clock;

    CustomerErasure(
            Ledger ledger,
            Erasures erasures,
            EventReader reader,
            OrderQueries orders,
            MinPosition minPosition,
            Clock clock) {
        this.ledger = ledger;
        this.erasures = erasures;
        this.reader = reader;
        this.orders = orders;
        this.minPosition = minPosition;
        this.clock = clock;
    }

    /**
     * @param writing has the decision made and written
     * @param accepted whether it was accepted
     */
    <T> T erase(Caller caller, String customerId, Function<Drafting, T> writing, Predicate<T> accepted) {
        if (!Identifiers.isValid(customerId)) {
            throw new UnknownCustomer();
        }
        CustomerId customer = new CustomerId(customerId);
        Person person = CustomerCommand.person(caller.organisation(), customer);
        var at = clock.instant();
        Drafting drafting = () ->
                Draft.of(new ErasePersonalData(person.stream(), customer, isSeen(caller.organisation(), customer), at));
        return erasures.erase(person, () -> writing.apply(drafting), accepted);
    }

    /** @throws org.commissionledger.rejection.Rejection when it was refused */
    public void erase(Caller caller, String customerId, List<String> projections) {
        Reply.Fresh reply = erase(
                caller,
                customerId,
                drafting -> (Reply.Fresh) ledger.execute(caller.context(null, null), drafting, null),
                fresh -> fresh.result().refusal() == null);
        if (reply.result().refusal() != null) {
            throw reply.result().refusal();
        }
        minPosition.await(reply.receipt().position(), projections);
    }

    private boolean isSeen(OrganisationId organisation, CustomerId customer) {
        OrderFilter theirs = new OrderFilter(null, null, null, null, null, null, null, null, customer.value());
        return !reader.stream(CustomerCommand.eventsStream(organisation, customer), 0, 1)
                        .isEmpty()
                || !orders.list(organisation.value(), theirs, null, 1).isEmpty();
    }
}
