package org.commissionledger.customer;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.Fingerprint;
import org.commissionledger.person.Person;
import org.commissionledger.person.Sealed;
import org.jspecify.annotations.Nullable;

/** Wishes to change who a customer is known to be. Any of them may be the first that is heard of the customer. */
public sealed interface CustomerCommand extends LedgerCommand {

    /** Where it is decided who the customer is: a short stream. */
    static StreamId stream(OrganisationId organisation, CustomerId customer) {
        return StreamId.of(organisation, "customer", customer.value());
    }

    /** Where it stands what the customer did: a stream of any length, appended to at its end and never read for a decision. */
    static StreamId eventsStream(OrganisationId organisation, CustomerId customer) {
        return StreamId.of(organisation, "customer-events", customer.value());
    }

    /** The same, from where it is decided who the customer is. */
    static StreamId eventsStream(StreamId decisions) {
        return new StreamId(
                decisions.organisation(), "customer-events" + decisions.stream().substring("customer".length()));
    }

    /** Whose key seals what identifies the customer. */
    static Person person(OrganisationId organisation, CustomerId customer) {
        return new Person(stream(organisation, customer));
    }

    /**
     * The person says who they are. The same again changes nothing; other details take the place of those before.
     *
     * @param details of email and name, by the person's key
     * @param mergeFrom anonymous customers who turn out to be this one; in the same transaction each of them needs a
     *     {@link MergeIntoCustomer}, see {@link Identification}
     */
    record IdentifyCustomer(
            @TargetAggregateIdentifier StreamId stream,
            CustomerId customerId,
            Sealed email,
            @Nullable Sealed name,
            Fingerprint details,
            List<CustomerId> mergeFrom,
            Instant at)
            implements CustomerCommand {}

    /** The anonymous customer turns out to be the known one; nobody needs to have seen them before. */
    record MergeIntoCustomer(
            @TargetAggregateIdentifier StreamId stream, CustomerId anonymousId, CustomerId knownId, Instant at)
            implements CustomerCommand {}

    /**
     * The person wants to be forgotten. When it has been decided, the person's key is to be destroyed.
     *
     * @param seen whether the customer did anything or ordered anything; nothing of that stands in the stream
     */
    record ErasePersonalData(
            @TargetAggregateIdentifier StreamId stream, CustomerId customerId, boolean seen, Instant at)
            implements CustomerCommand {}
}
