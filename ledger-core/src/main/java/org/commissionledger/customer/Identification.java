package org.commissionledger.customer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.customer.CustomerCommand.IdentifyCustomer;
import org.commissionledger.customer.CustomerCommand.MergeIntoCustomer;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.PersonKeys;

/**
 * A person says who they are, and which anonymous customers they were: one decision over the streams of all of them.
 *
 * @param mergeFrom at most {@link #MAX_MERGED}; nobody needs to have seen them before
 */
public record Identification(
        OrganisationId organisation,
        CustomerId customerId,
        PersonalDetails details,
        List<CustomerId> mergeFrom,
        Instant at) {

    /** Streams that one decision is read from and locks. */
    public static final int MAX_MERGED = 100;

    /**
     * @throws MergeWithItself when {@code mergeFrom} names the customer
     * @throws IllegalArgumentException when it names too many
     */
    public Identification {
        mergeFrom = mergeFrom.stream().distinct().toList();
        if (mergeFrom.contains(customerId)) {
            throw new MergeWithItself();
        }
        if (mergeFrom.size() > MAX_MERGED) {
            throw new IllegalArgumentException("mergeFrom names at most " + MAX_MERGED);
        }
    }

    /**
     * What to run as one atomic group; the first result is the known customer's. The details are sealed when the command is made,
     * anew at each attempt.
     */
    public List<Item> items(PersonKeys keys) {
        StreamId known = CustomerCommand.stream(organisation, customerId);
        List<Item> items = new ArrayList<>();
        items.add(new Item(known, () -> identify(keys, known)));
        for (CustomerId anonymous : mergeFrom) {
            StreamId stream = CustomerCommand.stream(organisation, anonymous);
            items.add(new Item(stream, () -> Draft.of(new MergeIntoCustomer(stream, anonymous, customerId, at))));
        }
        return items;
    }

    /** Without a key there is nobody to identify: that refusal holds for ever and rests on nothing else. */
    private Draft identify(PersonKeys keys, StreamId stream) {
        return keys.getOrMake(CustomerCommand.person(organisation, customerId))
                .map(key -> details.seal(key, stream))
                .map(closed -> Draft.of(new IdentifyCustomer(
                        stream, customerId, closed.email(), closed.name(), closed.details(), mergeFrom, at)))
                .orElseGet(() -> Draft.refused(new CustomerErased(customerId), Map.of()));
    }
}
