package org.commissionledger.api.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.customer.CustomerEventId;
import org.commissionledger.customer.CustomerEvents;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.EventName;
import org.commissionledger.customer.Identification;
import org.commissionledger.customer.Occurrence;
import org.commissionledger.customer.PersonalDetails;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.PersonName;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who looked at what in the demo's marketplace without ordering yet, and who of its customers said who they are. */
@Component
class DemoJourneys {

    private static final long SEED = 20_110_302;
    private static final int VISITORS = 420;
    private static final int IDENTIFIED = 24;
    private static final List<String> FIRST_NAMES =
            List.of("Amara", "Bruno", "Chloe", "Dinesh", "Elif", "Femi", "Greta", "Hugo");
    private static final List<String> LAST_NAMES =
            List.of("Okafor", "Lindqvist", "Moreau", "Patel", "Yilmaz", "Castillo");

    private final CustomerEvents customerEvents;
    private final Ledger ledger;
    private final PersonKeys keys;

    DemoJourneys(CustomerEvents customerEvents, Ledger ledger, PersonKeys keys) {
        this.customerEvents = customerEvents;
        this.ledger = ledger;
        this.keys = keys;
    }

    /**
     * @param products what is looked at
     * @param integrations where
     * @param span before {@code end}
     */
    void make(CommandContext context, List<String> products, List<String> integrations, Duration span, Instant end) {
        Random random = new Random(SEED);
        List<Occurrence> told = new ArrayList<>();
        for (int visitor = 1; visitor <= VISITORS; visitor++) {
            // Every fifth is one of those who have ordered already.
            String customer = visitor % 5 == 0 ? "customer-" + (1 + random.nextInt(90)) : "guest-" + visitor;
            Instant at = end.minusSeconds(1 + random.nextLong(span.toSeconds()));
            visit(
                    told,
                    new CustomerId(customer),
                    new ProductId(pick(random, products)),
                    new IntegrationId(pick(random, integrations)),
                    at,
                    random);
        }
        told.removeIf(o -> o.at().isAfter(end));
        told.sort(Comparator.comparing(Occurrence::at));
        RequestKey key = new RequestKey("demo", "demo journeys", new byte[32]);
        customerEvents.record(context, told, false, key, (results, receipt) -> new StoredAnswer(200, null, ""));
        identify(context, end.minus(span));
    }

    /** Two of three who come start a journey, half of those view a product; some search or compare. */
    private static void visit(
            List<Occurrence> told,
            CustomerId customer,
            ProductId product,
            IntegrationId integration,
            Instant at,
            Random random) {
        add(told, customer, "VISITED", null, integration, at);
        if (random.nextInt(4) == 0) {
            add(told, customer, "SEARCHED", null, integration, at.plusSeconds(20 + random.nextInt(60)));
        }
        if (random.nextInt(3) == 0) {
            return;
        }
        add(told, customer, "JOURNEY_STARTED", product, integration, at.plusSeconds(90 + random.nextInt(120)));
        if (random.nextBoolean()) {
            add(told, customer, "PRODUCT_VIEWED", product, integration, at.plusSeconds(240 + random.nextInt(300)));
            if (random.nextInt(4) == 0) {
                add(told, customer, "COMPARED", product, integration, at.plusSeconds(600 + random.nextInt(300)));
            }
        }
    }

    private static void add(
            List<Occurrence> told,
            CustomerId customer,
            String type,
            @Nullable ProductId product,
            IntegrationId integration,
            Instant at) {
        CustomerEventId id = new CustomerEventId("demo-" + (told.size() + 1));
        told.add(new Occurrence(customer, id, new EventName(type), product, integration, null, at));
    }

    private void identify(CommandContext context, Instant at) {
        OrganisationId organisation = context.organisation();
        for (int i = 0; i < IDENTIFIED; i++) {
            String first = FIRST_NAMES.get(i % FIRST_NAMES.size());
            String last = LAST_NAMES.get(i % LAST_NAMES.size());
            PersonalDetails details = new PersonalDetails(
                    new EmailAddress((first + "." + last + "@example.org").toLowerCase(Locale.ROOT)),
                    new PersonName(first + " " + last));
            List<CustomerId> guest = i % 3 == 0 ? List.of(new CustomerId("guest-" + (i + 1))) : List.of();
            Identification known = new Identification(
                    organisation,
                    new CustomerId("customer-" + (i + 1)),
                    details,
                    guest,
                    at.plus(Duration.ofHours(7L * i)));
            ledger.executeGroup(
                    context, known.items(keys), true, null, (results, receipt) -> new StoredAnswer(200, null, ""));
        }
    }

    private static String pick(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
