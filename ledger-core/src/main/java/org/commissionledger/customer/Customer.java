package org.commissionledger.customer;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.LinkedHashSet;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.customer.CustomerCommand.ErasePersonalData;
import org.commissionledger.customer.CustomerCommand.IdentifyCustomer;
import org.commissionledger.customer.CustomerCommand.MergeIntoCustomer;
import org.commissionledger.customer.CustomerEvent.CustomerIdentified;
import org.commissionledger.customer.CustomerEvent.CustomerMerged;
import org.commissionledger.customer.CustomerEvent.CustomerMergedInto;
import org.commissionledger.customer.CustomerEvent.Decided;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.jspecify.annotations.Nullable;

/** Who a customer is: anonymous, known, merged into a known one, or forgotten. Handlers answer with what is then known. */
public final class Customer {

    @AggregateIdentifier
    private final String stream;

    private @Nullable CustomerState state;

    public Customer(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    CustomerState identify(IdentifyCustomer c) {
        if (c.mergeFrom().contains(c.customerId())) {
            throw new MergeWithItself();
        }
        CustomerState now = current();
        requireUnmerged(now, c.customerId());
        requireUnforgotten(now, c.customerId());
        if (!c.details().equals(now.details())) {
            apply(new CustomerIdentified(c.customerId(), c.email(), c.name(), c.details(), c.at()));
        }
        for (CustomerId anonymous : new LinkedHashSet<>(c.mergeFrom())) {
            if (!now.merged().contains(anonymous)) {
                apply(new CustomerMerged(c.customerId(), anonymous, c.at()));
            }
        }
        return current();
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    CustomerState merge(MergeIntoCustomer c) {
        if (c.anonymousId().equals(c.knownId())) {
            throw new MergeWithItself();
        }
        CustomerState now = current();
        if (c.knownId().equals(now.mergedInto())) {
            return now;
        }
        requireUnmerged(now, c.anonymousId());
        requireUnforgotten(now, c.anonymousId());
        if (now.isIdentified()) {
            throw new AlreadyIdentified(c.anonymousId());
        }
        apply(new CustomerMergedInto(c.anonymousId(), c.knownId(), c.at()));
        return current();
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    CustomerState erase(ErasePersonalData c) {
        if (state == null && !c.seen()) {
            throw new UnknownCustomer();
        }
        CustomerState now = current();
        requireUnmerged(now, c.customerId());
        if (!now.erased()) {
            apply(new PersonalDataErased(c.customerId(), c.at()));
        }
        return current();
    }

    private static void requireUnmerged(CustomerState now, CustomerId customer) {
        if (now.mergedInto() != null) {
            throw new AlreadyMerged(customer, now.mergedInto());
        }
    }

    private static void requireUnforgotten(CustomerState now, CustomerId customer) {
        if (now.erased()) {
            throw new CustomerErased(customer);
        }
    }

    private CustomerState current() {
        return state == null ? CustomerState.ANONYMOUS : state;
    }

    @EventSourcingHandler
    void evolve(Decided event) {
        state = switch (event) {
            case CustomerIdentified e -> current().identified(e.details());
            case CustomerMerged e -> current().with(e.anonymousId());
            case CustomerMergedInto e -> current().into(e.knownId());
            case PersonalDataErased e -> current().forgotten();
        };
    }

    @Override
    public String toString() {
        return stream;
    }
}
