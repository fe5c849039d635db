package org.commissionledger.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import javax.sql.DataSource;
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
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/** The write side on a test database, with a small catalogue: 5 % on everything. */
public final class TestLedger implements AutoCloseable {

    public static final Currency GBP = Currency.getInstance("GBP");
    public static final Instant MARCH = Instant.parse("2011-03-01T10:00:00Z");
    public static final OrganisationId DEMO = new OrganisationId("demo");

    private final HikariDataSource pool;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final LedgerCore core;

    public TestLedger(TestDatabase database) {
        this(database, AppenderSettings.DEFAULT, Clock.systemUTC());
    }

    public TestLedger(TestDatabase database, AppenderSettings settings, Clock clock) {
        this(database, database.service(), settings, clock);
    }

    /** @param unpooled where the appender gets its connection */
    public TestLedger(TestDatabase database, DataSource unpooled, AppenderSettings settings, Clock clock) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.service());
        config.setMaximumPoolSize(8);
        pool = new HikariDataSource(config);
        core = new LedgerCore(pool, unpooled, settings, clock, meters).start();
    }

    public Ledger ledger() {
        return core.ledger();
    }

    public HikariDataSource pool() {
        return pool;
    }

    public SimpleMeterRegistry meters() {
        return meters;
    }

    public static CommandContext context(OrganisationId organisation) {
        return new CommandContext(organisation, EventMetadata.system("test"));
    }

    public Reply.Fresh run(OrganisationId organisation, LedgerCommand command) {
        return (Reply.Fresh) core.ledger().execute(context(organisation), () -> Draft.of(command), null);
    }

    /** One category, one integration and a product for each provider, at 5 %. */
    public TestLedger withCatalogue(OrganisationId organisation, String... providers) {
        CategoryId category = new CategoryId("gifts");
        run(
                organisation,
                new DefineCategory(CatalogueCommand.categoryStream(organisation, category), category, "Gifts", MARCH));
        IntegrationId integration = new IntegrationId("web-shop");
        for (String name : providers) {
            ProviderId provider = new ProviderId(name);
            ProductId product = new ProductId("product-" + name);
            run(
                    organisation,
                    new DefineProvider(CatalogueCommand.providerStream(organisation, provider), provider, name, MARCH));
            run(
                    organisation,
                    new DefineProduct(
                            CatalogueCommand.productStream(organisation, product),
                            product,
                            name,
                            category,
                            provider,
                            new CommissionPlan.Percent(500),
                            MARCH));
        }
        run(
                organisation,
                new DefineIntegration(
                        CatalogueCommand.integrationStream(organisation, integration),
                        integration,
                        "Web shop",
                        Channel.WEB,
                        java.util.List.of(),
                        true,
                        MARCH));
        return this;
    }

    public static PlaceOrder order(
            OrganisationId organisation, String id, String provider, long value, OrderStatus status, Instant at) {
        return order(organisation, id, provider, value, status, at, null);
    }

    public static PlaceOrder order(
            OrganisationId organisation,
            String id,
            String provider,
            long value,
            OrderStatus status,
            Instant at,
            @Nullable Money commission) {
        OrderId orderId = new OrderId(id);
        Money worth = Money.ofMinor(value, GBP);
        return new PlaceOrder(
                OrderCommand.stream(organisation, orderId),
                orderId,
                new IntegrationId("web-shop"),
                new ProductId("product-" + provider),
                new CategoryId("gifts"),
                new ProviderId(provider),
                new CustomerId("c-1"),
                false,
                worth,
                status,
                commission == null ? worth.share(500) : commission,
                commission != null,
                at,
                true);
    }

    @Override
    public void close() {
        core.close();
        pool.close();
    }
}
