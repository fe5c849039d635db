package org.commissionledger.api.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.commissionledger.catalogue.CatalogueCommand;
import org.commissionledger.catalogue.CatalogueCommand.DefineCategory;
import org.commissionledger.catalogue.CatalogueCommand.DefineIntegration;
import org.commissionledger.catalogue.CatalogueCommand.DefineProduct;
import org.commissionledger.catalogue.CatalogueCommand.DefineProvider;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.Channel;
import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.AmendCommission;
import org.commissionledger.order.OrderCommand.ChangeStatus;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.DeclineCommission;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderCommand.ReverseCommission;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationId;
import org.springframework.stereotype.Component;

/** Two months of a small marketplace for insurance, energy and mobile contracts: the same at every first start but for its dates. */
@Component
class DemoHistory {

    private static final long SEED = 20_110_301;
    private static final int DAYS = 60;
    private static final Currency GBP = Currency.getInstance("GBP");

    private final Ledger ledger;
    private final DemoCredits credits;
    private final DemoJourneys journeys;
    private final DemoPayouts payouts;
    private final EventReader reader;
    private final Clock clock;

    DemoHistory(
            Ledger ledger,
            DemoCredits credits,
            DemoJourneys journeys,
            DemoPayouts payouts,
            EventReader reader,
            Clock clock) {
        this.ledger = ledger;
        this.credits = credits;
        this.journeys = journeys;
        this.payouts = payouts;
        this.reader = reader;
        this.clock = clock;
    }

    private record Product(String id, String name, String category, String provider, CommissionPlan plan, int price) {}

    private static final List<Product> PRODUCTS = List.of(
            new Product(
                    "home-cover",
                    "Home cover",
                    "insurance",
                    "harbour-mutual",
                    new CommissionPlan.Percent(1_200),
                    18_900),
            new Product(
                    "travel-cover",
                    "Travel cover",
                    "insurance",
                    "harbour-mutual",
                    new CommissionPlan.Percent(1_500),
                    4_250),
            new Product("pet-cover", "Pet cover", "insurance", "fernhill", new CommissionPlan.Percent(1_000), 14_400),
            new Product("green-power", "Green power, 12 months", "energy", "northwind-energy", fixed(3_500), 96_000),
            new Product(
                    "solar-lease",
                    "Solar lease",
                    "energy",
                    "northwind-energy",
                    new CommissionPlan.Percent(250),
                    480_000),
            new Product("sim-only", "SIM only, 30 days", "mobile", "cellaria", fixed(600), 1_200),
            new Product(
                    "handset-24", "Handset, 24 months", "mobile", "cellaria", new CommissionPlan.Percent(400), 79_900));

    private static final Map<String, String> CATEGORIES =
            Map.of("insurance", "Insurance", "energy", "Energy", "mobile", "Mobile contracts");

    private static final Map<String, String> PROVIDERS = Map.of(
            "harbour-mutual", "Harbour Mutual",
            "fernhill", "Fernhill Pet Insurance",
            "northwind-energy", "Northwind Energy",
            "cellaria", "Cellaria");

    private static final Map<String, Channel> INTEGRATIONS =
            Map.of("app-home", Channel.APP, "web-checkout", Channel.WEB, "newsletter", Channel.EMAIL);

    private static CommissionPlan fixed(long pence) {
        return new CommissionPlan.Fixed(Money.ofMinor(pence, GBP));
    }

    /** @return how many events the store then has */
    long make(OrganisationId organisation) {
        Instant end = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        List<LedgerCommand> commands = new ArrayList<>(catalogue(organisation, end.minus(Duration.ofDays(DAYS + 1))));
        commands.addAll(new Story(organisation, new Random(SEED), end).tell());
        CommandContext context = new CommandContext(
                organisation,
                new EventMetadata("demo", "SYSTEM", EventMetadata.Source.IMPORT, "demo history", null, null, null));
        for (int from = 0; from < commands.size(); from += 500) {
            List<Item> items = commands.subList(from, Math.min(from + 500, commands.size())).stream()
                    .map(command -> new Item(command.stream(), () -> Draft.of(command)))
                    .toList();
            ledger.executeGroup(context, items, false, null, (results, receipt) -> new StoredAnswer(200, null, ""));
        }
        credits.make(organisation, context, end);
        journeys.make(
                context,
                PRODUCTS.stream().map(Product::id).toList(),
                INTEGRATIONS.keySet().stream().sorted().toList(),
                Duration.ofDays(DAYS),
                end);
        payouts.make(organisation, context, end);
        return reader.head();
    }

    private static List<LedgerCommand> catalogue(OrganisationId organisation, Instant at) {
        List<LedgerCommand> commands = new ArrayList<>();
        CATEGORIES.forEach((id, name) -> {
            CategoryId category = new CategoryId(id);
            commands.add(
                    new DefineCategory(CatalogueCommand.categoryStream(organisation, category), category, name, at));
        });
        PROVIDERS.forEach((id, name) -> {
            ProviderId provider = new ProviderId(id);
            commands.add(
                    new DefineProvider(CatalogueCommand.providerStream(organisation, provider), provider, name, at));
        });
        for (Product p : PRODUCTS) {
            ProductId product = new ProductId(p.id());
            commands.add(new DefineProduct(
                    CatalogueCommand.productStream(organisation, product),
                    product,
                    p.name(),
                    new CategoryId(p.category()),
                    new ProviderId(p.provider()),
                    p.plan(),
                    at));
        }
        List<ProductId> all = PRODUCTS.stream().map(p -> new ProductId(p.id())).toList();
        INTEGRATIONS.forEach((id, channel) -> {
            IntegrationId integration = new IntegrationId(id);
            commands.add(new DefineIntegration(
                    CatalogueCommand.integrationStream(organisation, integration),
                    integration,
                    id,
                    channel,
                    all,
                    true,
                    at));
        });
        return commands;
    }

    /** The orders and what becomes of them, in the order of time. */
    private static final class Story {

        private record Told(Instant at, LedgerCommand command) {}

        private final OrganisationId organisation;
        private final Random random;
        private final Instant end;
        private final List<Told> told = new ArrayList<>();

        Story(OrganisationId organisation, Random random, Instant end) {
            this.organisation = organisation;
            this.random = random;
            this.end = end;
        }

        List<LedgerCommand> tell() {
            int number = 1000;
            for (int day = DAYS; day > 0; day--) {
                int orders = 3 + random.nextInt(6);
                for (int i = 0; i < orders; i++) {
                    Instant at = end.minus(Duration.ofDays(day)).plus(Duration.ofMinutes(random.nextInt(24 * 60)));
                    order("A-" + ++number, at);
                }
            }
            return told.stream()
                    .filter(t -> !t.at().isAfter(end))
                    .sorted(Comparator.comparing(Told::at))
                    .map(Told::command)
                    .toList();
        }

        private void order(String id, Instant at) {
            Product p = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
            OrderId orderId = new OrderId(id);
            StreamId stream = OrderCommand.stream(organisation, orderId);
            boolean waits = random.nextInt(4) == 0;
            Money value = Money.ofMinor(p.price() + (long) random.nextInt(p.price() / 4 + 1), GBP);
            String integration =
                    List.of("app-home", "web-checkout", "newsletter").get(random.nextInt(3));
            boolean anonymous = random.nextInt(3) == 0;
            String customer = anonymous ? "visitor-" + id : "customer-" + (1 + random.nextInt(90));
            add(
                    at,
                    new PlaceOrder(
                            stream,
                            orderId,
                            new IntegrationId(integration),
                            new ProductId(p.id()),
                            new CategoryId(p.category()),
                            new ProviderId(p.provider()),
                            new CustomerId(customer),
                            anonymous,
                            value,
                            waits ? OrderStatus.PENDING : OrderStatus.SUCCESSFUL,
                            p.plan().commissionOn(value),
                            false,
                            at,
                            true));
            Instant delivered = at;
            if (waits) {
                delivered = at.plus(Duration.ofHours(4 + random.nextInt(60)));
                boolean fails = random.nextInt(5) == 0;
                OrderStatus status = fails ? OrderStatus.FAILED : OrderStatus.SUCCESSFUL;
                add(
                        delivered,
                        new ChangeStatus(stream, null, status, fails ? "credit check declined" : null, delivered));
                if (fails) {
                    return;
                }
            }
            commission(stream, p.plan().commissionOn(value), delivered.plus(Duration.ofDays(14L + random.nextInt(14))));
        }

        private void commission(StreamId stream, Money expected, Instant at) {
            int fate = random.nextInt(20);
            String reference = "STMT-" + at.toString().substring(0, 7);
            if (fate == 0) {
                add(at, new DeclineCommission(stream, null, ReasonCode.NOT_ELIGIBLE, null, reference, at));
            } else if (fate == 1) {
                Money half = expected.withAmount(expected.amount() / 2);
                add(at, new AmendCommission(stream, null, half, ReasonCode.INCORRECT_AMOUNT, null, reference, at));
            } else if (fate == 2) {
                Money part = expected.withAmount(Math.max(1, expected.amount() / 3));
                add(at, new ConfirmCommission(stream, null, part, false, false, reference, at));
            } else if (fate < 17) {
                add(at, new ConfirmCommission(stream, null, null, false, false, reference, at));
                if (fate == 3) {
                    Instant later = at.plus(Duration.ofDays(5));
                    add(later, new ReverseCommission(stream, null, null, ReasonCode.RETURNED, null, reference, later));
                }
            }
        }

        private void add(Instant at, LedgerCommand command) {
            told.add(new Told(at, command));
        }
    }
}
