package org.commissionledger.projection.credits;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditEvent.AccountChanged;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.projection.engine.Columns;
import org.jspecify.annotations.Nullable;

/** The newest figures and the newest name of each account in the batch. */
final class AccountsFold {

    private final Map<StreamId, Change> changes = new LinkedHashMap<>();

    /** @param name null where the batch does not give it another one */
    private record Change(
            RecordedEvent last,
            CreditEvent event,
            @Nullable String name,
            @Nullable Instant openedAt) {}

    void add(RecordedEvent recorded, CreditEvent event) {
        Change before = changes.get(recorded.streamId());
        String name = before == null ? null : before.name();
        Instant openedAt = before == null ? null : before.openedAt();
        if (event instanceof AccountOpened opened) {
            name = opened.name();
            openedAt = opened.at();
        } else if (event instanceof AccountChanged changed) {
            name = changed.name();
        }
        changes.put(recorded.streamId(), new Change(recorded, event, name, openedAt));
    }

    void write(Connection connection, String schema) throws SQLException {
        List<Change> opened = new ArrayList<>();
        List<Change> moved = new ArrayList<>();
        changes.values().forEach(change -> (change.openedAt() == null ? moved : opened).add(change));
        insert(connection, schema, opened);
        update(connection, schema, moved);
    }

    private static Columns<Change> figures(List<Change> changes) {
        return Columns.of(changes)
                .text(c -> c.last().organisation().value())
                .text(c -> c.event().account().accountId().value())
                .text(Change::name)
                .bigint(c -> c.event().figures().paid())
                .bigint(c -> c.event().figures().promotional())
                .bigint(c -> c.event().figures().held())
                .bigint(c -> c.event().figures().overdrawn())
                .bigint(c -> c.event().figures().overdraftLimit())
                .bigint(c -> c.last().position());
    }

    private static void insert(Connection connection, String schema, List<Change> opened) throws SQLException {
        figures(opened)
                .text(c -> c.event().account().type().name())
                .text(AccountsFold::partner)
                .text(c -> c.event().account().currency().getCurrencyCode())
                .optionalTime(Change::openedAt)
                .execute(connection, """
                        insert into %s.account
                               (organisation, account_id, name, paid, promotional, held, overdrawn, overdraft_limit, position,
                                type, partner_id, currency, opened_at)
                        select organisation, account_id, name, paid, promotional, held, overdrawn, overdraft_limit, position,
                               type, partner_id, currency, %s
                          from :rows as b(organisation, account_id, name, paid, promotional, held, overdrawn, overdraft_limit, position,
                                 type, partner_id, currency, opened_at)""".formatted(schema, Columns.time("opened_at")));
    }

    private static @Nullable String partner(Change change) {
        var partner = change.event().account().partnerId();
        return partner == null ? null : partner.value();
    }

    private static void update(Connection connection, String schema, List<Change> moved) throws SQLException {
        figures(moved).execute(connection, """
                        update %s.account a
                           set name = coalesce(b.name, a.name), paid = b.paid, promotional = b.promotional, held = b.held,
                               overdrawn = b.overdrawn, overdraft_limit = b.overdraft_limit, position = b.position
                          from :rows as b(organisation, account_id, name, paid, promotional, held, overdrawn, overdraft_limit, position)
                         where a.organisation = b.organisation and a.account_id = b.account_id""".formatted(schema));
    }
}
