package org.commissionledger.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.api.database.Database;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.credit.AccountBook;
import org.commissionledger.credit.CreditDrafts;
import org.commissionledger.credit.CreditUsages;
import org.commissionledger.credit.DiscountDrafts;
import org.commissionledger.customer.CustomerEvents;
import org.commissionledger.customer.ForgottenCustomers;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.eventstore.StreamScan;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.payee.PayeeBook;
import org.commissionledger.payout.PayoutBook;
import org.commissionledger.person.Erasures;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.StandardProjections;
import org.commissionledger.projection.StandardReports;
import org.commissionledger.projection.catalogue.CatalogueQueries;
import org.commissionledger.projection.commissions.Explanation;
import org.commissionledger.projection.commissions.PastTotals;
import org.commissionledger.projection.credits.AccountQueries;
import org.commissionledger.projection.credits.BalanceQueries;
import org.commissionledger.projection.credits.CreditQueries;
import org.commissionledger.projection.credits.DiscountQueries;
import org.commissionledger.projection.credits.DueQueries;
import org.commissionledger.projection.credits.EntryQueries;
import org.commissionledger.projection.customers.AnalyticsQueries;
import org.commissionledger.projection.customers.CustomerQueries;
import org.commissionledger.projection.customers.TimelineQueries;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.journal.AccountEntries;
import org.commissionledger.projection.journal.JournalQueries;
import org.commissionledger.projection.journal.TrialBalances;
import org.commissionledger.projection.orders.OrderQueries;
import org.commissionledger.projection.orders.OrderSeries;
import org.commissionledger.projection.orders.OverdueQueries;
import org.commissionledger.projection.orders.ProviderOrders;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.projection.organisations.OrganisationQueries;
import org.commissionledger.projection.payouts.PayoutDrafting;
import org.commissionledger.projection.payouts.PayoutQueries;
import org.commissionledger.projection.payouts.PayoutsProjection;
import org.commissionledger.projection.period.PeriodQueries;
import org.commissionledger.projection.report.Reports;
import org.commissionledger.projection.statements.StatementQueries;
import org.commissionledger.projection.webhooks.CheckpointTellings;
import org.commissionledger.projection.webhooks.DeliveryClaims;
import org.commissionledger.projection.webhooks.DeliverySettlements;
import org.commissionledger.projection.webhooks.ParkedTellings;
import org.commissionledger.projection.webhooks.WebhookQueries;
import org.commissionledger.proof.CheckpointFile;
import org.commissionledger.proof.CheckpointTable;
import org.commissionledger.proof.FirstSigner;
import org.commissionledger.proof.Proofs;
import org.commissionledger.proof.Sealing;
import org.commissionledger.proof.SigningKeys;
import org.commissionledger.statement.StatementDrafts;
import org.commissionledger.statement.StatementLines;
import org.commissionledger.webhook.WebhookSecrets;
import org.commissionledger.whatif.WhatIf;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the write side and the projections together. */
@Configuration(proxyBeanMethods = false)
class LedgerConfiguration {

    /** It tells what PostgreSQL keeps and the chain seals: microseconds. */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), ChronoUnit.MICROS.getDuration());
    }

    @Bean(destroyMethod = "close")
    LedgerCore ledgerCore(
            DataSource pool, Database database, LedgerSettings settings, Clock clock, MeterRegistry meters) {
        AppenderSettings appender = new AppenderSettings(
                settings.appender().batch(), settings.appender().queue(), Duration.ofSeconds(60));
        return new LedgerCore(pool, database.unpooled(), appender, clock, meters).start();
    }

    @Bean(destroyMethod = "close")
    Projections projections(
            DataSource pool,
            LedgerCore core,
            PersonKeys keys,
            LedgerSettings settings,
            Clock clock,
            MeterRegistry meters) {
        int segments = settings.projections().segments();
        Projections.Settings folds = new Projections.Settings(
                settings.projections().batch(), segments == 0 ? Projections.Settings.DEFAULT.segments() : segments);
        Projections projections =
                new Projections(StandardProjections.all(core.eventCodec(), keys), pool, core, folds, clock, meters);
        return settings.projections().run() ? projections.start() : projections;
    }

    @Bean
    Ledger ledger(LedgerCore core) {
        return core.ledger();
    }

    @Bean
    PersonKeys personKeys(DataSource pool, LedgerCore core, Database database, LedgerSettings settings) {
        Path file = keyFile(settings.persons().keyFile(), "persons.key", database, settings);
        return PersonKeys.withKeyFile(pool, core.watcher(), file);
    }

    /** The database's own directory is what backups copy: the keys stand outside. */
    private static Path keyFile(@Nullable String given, String name, Database database, LedgerSettings settings) {
        if (given != null && !given.isBlank()) {
            return Path.of(given);
        }
        return database.embedded() ? Path.of(settings.dataDirectory(), "keys", name) : Path.of("ledger-keys", name);
    }

    @Bean
    CheckpointTable checkpointTable(DataSource pool) {
        return new CheckpointTable(pool);
    }

    @Bean
    SigningKeys signingKeys(DataSource pool, Database database, LedgerSettings settings) {
        Path file = keyFile(settings.checkpoints().keyFile(), "checkpoints.key", database, settings);
        return FirstSigner.open(pool, file);
    }

    @Bean(destroyMethod = "close")
    CheckpointFile checkpointFile(LedgerSettings settings) {
        String given = settings.checkpoints().file();
        return CheckpointFile.open(
                given != null && !given.isBlank()
                        ? Path.of(given)
                        : Path.of(settings.dataDirectory(), "checkpoints.ndjson"));
    }

    @Bean
    Sealing sealing(DataSource pool, LedgerCore core, SigningKeys keys, CheckpointFile file, Clock clock) {
        return new Sealing(pool, core.reader(), keys, file, clock);
    }

    @Bean
    Proofs proofs(DataSource pool, LedgerCore core) {
        return new Proofs(core.reader(), pool);
    }

    @Bean
    Erasures erasures(DataSource pool, PersonKeys keys, PayeeBook payee, LedgerCore core, Clock clock) {
        ForgottenCustomers forgotten =
                new ForgottenCustomers(core.reader(), core.eventCodec().types());
        return new Erasures(pool, keys, forgotten.or(payee.erased()), clock);
    }

    @Bean
    PayeeBook payeeBook(LedgerCore core, PersonKeys keys) {
        return new PayeeBook(core.reader(), core.eventCodec(), keys);
    }

    @Bean
    PayoutBook payoutBook(LedgerCore core) {
        return new PayoutBook(core.reader(), core.eventCodec());
    }

    @Bean
    PayoutQueries payoutQueries(DataSource pool) {
        return new PayoutQueries(pool);
    }

    @Bean
    PayoutDrafting payoutDrafting(LedgerCore core, PayoutQueries queries, MinPosition minPosition) {
        return new PayoutDrafting(
                core.reader(), queries, position -> minPosition.await(position, List.of(PayoutsProjection.NAME)));
    }

    @Bean
    PeriodQueries periodQueries(DataSource pool, LedgerCore core) {
        return new PeriodQueries(pool, core.eventCodec());
    }

    @Bean
    OverdueQueries overdueQueries(DataSource pool) {
        return new OverdueQueries(pool);
    }

    @Bean
    CustomerEvents customerEvents(LedgerCore core) {
        return core.customerEvents();
    }

    @Bean
    AccountBook accountBook(LedgerCore core) {
        return core.accounts();
    }

    @Bean
    CreditUsages creditUsages(LedgerCore core) {
        return core.creditUsages();
    }

    @Bean
    CreditDrafts creditDrafts(LedgerCore core) {
        return core.creditDrafts();
    }

    @Bean
    DiscountDrafts discountDrafts(LedgerCore core) {
        return core.discountDrafts();
    }

    @Bean
    Catalogue catalogue(LedgerCore core) {
        return core.catalogue();
    }

    @Bean
    OrganisationUsers organisationUsers(LedgerCore core) {
        return core.organisationUsers();
    }

    @Bean
    EventReader eventReader(LedgerCore core) {
        return core.reader();
    }

    /** Closed with the core. */
    @Bean(destroyMethod = "")
    StoreWatcher storeWatcher(LedgerCore core) {
        return core.watcher();
    }

    @Bean
    EventCodec eventCodec(LedgerCore core) {
        return core.eventCodec();
    }

    @Bean
    WhatIf whatIf(DataSource pool, LedgerCore core) {
        return new WhatIf(new StreamScan(pool, core.eventCodec()), core.reader());
    }

    @Bean
    Reports reports(DataSource pool, LedgerCore core) {
        return new Reports(pool, core.reader(), StandardReports.all(core.eventCodec()));
    }

    @Bean
    OrderQueries orderQueries(DataSource pool) {
        return new OrderQueries(pool);
    }

    @Bean
    TotalsQueries totalsQueries(DataSource pool) {
        return new TotalsQueries(pool);
    }

    @Bean
    PastTotals pastTotals(DataSource pool) {
        return new PastTotals(pool);
    }

    @Bean
    Explanation explanation(DataSource pool) {
        return new Explanation(pool);
    }

    @Bean
    OrderSeries orderSeries(DataSource pool) {
        return new OrderSeries(pool);
    }

    @Bean
    CustomerQueries customerQueries(DataSource pool) {
        return new CustomerQueries(pool);
    }

    @Bean
    TimelineQueries timelineQueries(DataSource pool, LedgerCore core) {
        return new TimelineQueries(pool, core.eventCodec());
    }

    @Bean
    AnalyticsQueries analyticsQueries(DataSource pool) {
        return new AnalyticsQueries(pool);
    }

    @Bean
    AccountQueries accountQueries(DataSource pool) {
        return new AccountQueries(pool);
    }

    @Bean
    BalanceQueries balanceQueries(DataSource pool) {
        return new BalanceQueries(pool);
    }

    @Bean
    EntryQueries entryQueries(DataSource pool) {
        return new EntryQueries(pool);
    }

    @Bean
    CreditQueries creditQueries(DataSource pool) {
        return new CreditQueries(pool);
    }

    @Bean
    DiscountQueries discountQueries(DataSource pool) {
        return new DiscountQueries(pool);
    }

    @Bean
    DueQueries dueQueries(DataSource pool) {
        return new DueQueries(pool);
    }

    @Bean
    JournalQueries journalQueries(DataSource pool) {
        return new JournalQueries(pool);
    }

    @Bean
    TrialBalances trialBalances(DataSource pool) {
        return new TrialBalances(pool);
    }

    @Bean
    AccountEntries accountEntries(DataSource pool) {
        return new AccountEntries(pool);
    }

    @Bean
    CatalogueQueries catalogueQueries(DataSource pool) {
        return new CatalogueQueries(pool);
    }

    @Bean
    OrganisationQueries organisationQueries(DataSource pool) {
        return new OrganisationQueries(pool);
    }

    @Bean
    StatementDrafts statementDrafts(LedgerCore core) {
        return core.statementDrafts();
    }

    @Bean
    StatementLines statementLines(LedgerCore core) {
        return core.statementLines();
    }

    @Bean
    StatementQueries statementQueries(DataSource pool, LedgerCore core) {
        return new StatementQueries(pool, core.eventCodec());
    }

    @Bean
    ProviderOrders providerOrders(DataSource pool) {
        return new ProviderOrders(pool);
    }

    @Bean
    WebhookSecrets webhookSecrets(PersonKeys keys) {
        return new WebhookSecrets(keys);
    }

    @Bean
    WebhookQueries webhookQueries(DataSource pool) {
        return new WebhookQueries(pool);
    }

    @Bean
    DeliveryClaims deliveryClaims(DataSource pool) {
        return new DeliveryClaims(pool);
    }

    @Bean
    DeliverySettlements deliverySettlements(DataSource pool) {
        return new DeliverySettlements(pool);
    }

    @Bean
    ParkedTellings parkedTellings(DataSource pool) {
        return new ParkedTellings(pool);
    }

    @Bean
    CheckpointTellings checkpointTellings(DataSource pool) {
        return new CheckpointTellings(pool);
    }
}
