package org.commissionledger.api.credits;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.credit.CreditCommand;
import org.commissionledger.credit.CreditCommand.BookExpiries;
import org.commissionledger.discount.DiscountCommand;
import org.commissionledger.discount.DiscountCommand.BookDiscountExpiries;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.credits.DueQueries;
import org.commissionledger.projection.credits.DueQueries.Due;
import org.commissionledger.projection.engine.Projections;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Books what has run out: top-ups, holds, discounts. What is due is read from the projection, which may lag; the accounts decide for
 * themselves what there is to book, so that nothing is booked twice. One node at a time does it.
 */
final class ExpiryBooking {

    private static final int AT_A_TIME = 500;
    private static final Duration CATCHING_UP = Duration.ofSeconds(5);
    private static final String LOCK = "credit expiries";

    private final Ledger ledger;
    private final DueQueries due;
    private final Projections projections;
    private final Clock clock;
    private final JdbcClient sql;
    private final TransactionTemplate transaction;

    ExpiryBooking(Ledger ledger, DueQueries due, Projections projections, DataSource dataSource, Clock clock) {
        this.ledger = ledger;
        this.due = due;
        this.projections = projections;
        this.clock = clock;
        this.sql = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** @return how many accounts and owners something was booked for; 0 also when another node is at it */
    long book() {
        Long booked = transaction.execute(status -> isMine() ? bookAll() : 0L);
        return booked == null ? 0 : booked;
    }

    /** Until the end of the transaction. */
    private boolean isMine() {
        return sql.sql("select pg_try_advisory_xact_lock(hashtextextended(?, 0))")
                .param(LOCK)
                .query(Boolean.class)
                .single();
    }

    private long bookAll() {
        Instant now = clock.instant();
        long booked = 0;
        long before;
        do {
            before = booked;
            booked += book(due.accounts(now, AT_A_TIME), d -> account(d, now));
            booked += book(due.discountOwners(now, AT_A_TIME), d -> discounts(d, now));
        } while (booked > before);
        return booked;
    }

    private static LedgerCommand account(Due due, Instant now) {
        return new BookExpiries(CreditCommand.stream(due.organisation(), due.account()), now);
    }

    private static LedgerCommand discounts(Due due, Instant now) {
        return new BookDiscountExpiries(DiscountCommand.stream(due.organisation(), due.account()), now);
    }

    private long book(List<Due> all, Function<Due, LedgerCommand> command) {
        Map<OrganisationId, List<Due>> byOrganisation =
                all.stream().collect(Collectors.groupingBy(Due::organisation, LinkedHashMap::new, Collectors.toList()));
        long booked = 0;
        long position = 0;
        for (Map.Entry<OrganisationId, List<Due>> each : byOrganisation.entrySet()) {
            List<Item> items = each.getValue().stream()
                    .map(command)
                    .map(c -> new Item(c.stream(), () -> Draft.of(c)))
                    .toList();
            CommandContext context = new CommandContext(each.getKey(), EventMetadata.system("expiry"));
            GroupReply reply = ledger.executeGroup(
                    context, items, false, null, (results, receipt) -> new StoredAnswer(200, null, ""));
            if (reply instanceof GroupReply.Fresh fresh) {
                booked += fresh.results().stream().filter(r -> r.changed()).count();
                position = Math.max(position, fresh.receipt().position());
            }
        }
        if (booked > 0) {
            projections.await(CreditsProjection.NAME, position, CATCHING_UP);
        }
        return booked;
    }
}
