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
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.TopUpExpired;
import org.commissionledger.credit.CreditEvent.TopUpExpiryReduced;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.TopUpId;
import org.commissionledger.credit.Usage.Consumed;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.projection.engine.Columns;
import org.jspecify.annotations.Nullable;

/** What a batch does to each top-up: a thousand usages that burn one top-up come to one change of one row. */
final class TopUpsFold {

    private final Map<Key, Change> changes = new LinkedHashMap<>();

    private record Key(StreamId account, TopUpId topUp) {}

    /** Sums over the batch, to be added to the row. */
    private static final class Change {
        final Key key;
        final String account;

        @Nullable
        CreditToppedUp made;

        @Nullable
        RecordedEvent madeBy;

        long used;
        long left;
        long expired;
        long voided;

        @Nullable
        String closedAs;

        /** When the ledger recorded what last changed what is left: that is what closes the top-up, if anything does. */
        Instant last;

        Change(Key key, String account, Instant first) {
            this.key = key;
            this.account = account;
            this.last = first;
        }

        void use(Consumed consumed, Instant recordedAt) {
            used += consumed.amount();
            if (!consumed.afterExpiry()) {
                take(consumed.amount(), recordedAt);
            }
        }

        void take(long amount, Instant recordedAt) {
            left -= amount;
            last = recordedAt;
        }
    }

    void add(RecordedEvent recorded, CreditEvent event) {
        switch (event) {
            case CreditToppedUp e -> made(recorded, e);
            case Used e ->
                e.usage().consumed().forEach(c -> at(recorded, e, c.topUpId()).use(c, recorded.recordedAt()));
            case TopUpExpired e -> {
                Change change = at(recorded, e, e.topUpId());
                change.take(e.amount(), recorded.recordedAt());
                change.expired += e.amount();
                change.closedAs = "EXPIRED";
            }
            case TopUpExpiryReduced e -> at(recorded, e, e.topUpId()).expired -= e.amount();
            case TopUpVoided e -> {
                Change change = at(recorded, e, e.topUpId());
                change.take(e.amount(), recorded.recordedAt());
                change.voided += e.amount();
                change.closedAs = "VOIDED";
            }
            case AccountOpened e -> {}
            case AccountChanged e -> {}
            case CreditHeld e -> {}
            case HoldReleased e -> {}
        }
    }

    /** One that settled the overdraft with all of it is used up from the start. */
    private void made(RecordedEvent recorded, CreditToppedUp event) {
        Change change = at(recorded, event, event.topUp().topUpId());
        change.made = event;
        change.madeBy = recorded;
        change.left += event.left();
    }

    private Change at(RecordedEvent recorded, CreditEvent event, TopUpId topUp) {
        Key key = new Key(recorded.streamId(), topUp);
        return changes.computeIfAbsent(
                key, k -> new Change(k, event.account().accountId().value(), recorded.recordedAt()));
    }

    void write(Connection connection, String schema) throws SQLException {
        List<Change> made = new ArrayList<>();
        List<Change> moved = new ArrayList<>();
        changes.values().forEach(change -> (change.made == null ? moved : made).add(change));
        insert(connection, schema, made);
        update(connection, schema, moved);
    }

    private static CreditToppedUp made(Change change) {
        if (change.made == null) {
            throw new IllegalStateException("made in another batch");
        }
        return change.made;
    }

    private static RecordedEvent madeBy(Change change) {
        if (change.madeBy == null) {
            throw new IllegalStateException("made in another batch");
        }
        return change.madeBy;
    }

    private static @Nullable String closedAs(Change change) {
        return change.closedAs == null && change.left == 0 ? "USED" : change.closedAs;
    }

    private static void insert(Connection connection, String schema, List<Change> made) throws SQLException {
        Columns.of(made)
                .text(c -> c.key.account().organisation().value())
                .text(c -> c.account)
                .text(c -> c.key.topUp().value())
                .text(c -> made(c).topUp().category().name())
                .bigint(c -> made(c).topUp().amount())
                .bigint(c -> made(c).topUp().priority())
                .time(c -> made(c).at())
                .optionalTime(c -> made(c).topUp().expiresAt())
                .bigint(c -> made(c).settled())
                .bigint(c -> c.used)
                .bigint(c -> c.left)
                .bigint(c -> c.expired)
                .bigint(c -> c.voided)
                .time(c -> madeBy(c).recordedAt())
                .bigint(c -> madeBy(c).position())
                .text(TopUpsFold::closedAs)
                .optionalTime(c -> closedAs(c) == null ? null : c.last)
                .execute(connection, """
                        insert into %s.top_up
                               (organisation, account_id, top_up_id, category, amount, priority, at, expires_at, settled, used,
                                left_over, expired, voided, recorded_at, position, closed_as, closed_at)
                        select organisation, account_id, top_up_id, category, amount, priority, %s, %s, settled, used,
                               left_over, expired, voided, %s, position, closed_as, %s
                          from :rows as b(organisation, account_id, top_up_id, category, amount, priority, at, expires_at, settled, used,
                                 left_over, expired, voided, recorded_at, position, closed_as, closed_at)""".formatted(
                                schema,
                                Columns.time("at"),
                                Columns.time("expires_at"),
                                Columns.time("recorded_at"),
                                Columns.time("closed_at")));
    }

    /** Late usage of an expired one closes nothing: it was closed when it expired. */
    private static void update(Connection connection, String schema, List<Change> moved) throws SQLException {
        Columns.of(moved)
                .text(c -> c.key.account().organisation().value())
                .text(c -> c.account)
                .text(c -> c.key.topUp().value())
                .bigint(c -> c.used)
                .bigint(c -> c.left)
                .bigint(c -> c.expired)
                .bigint(c -> c.voided)
                .text(c -> c.closedAs)
                .time(c -> c.last)
                .execute(connection, """
                        update %s.top_up t
                           set used = t.used + b.used, left_over = t.left_over + b.left_over,
                               expired = t.expired + b.expired, voided = t.voided + b.voided,
                               closed_as = case when t.closed_at is null and t.left_over + b.left_over = 0
                                                then coalesce(b.closed_as, 'USED') else t.closed_as end,
                               closed_at = case when t.closed_at is null and t.left_over + b.left_over = 0
                                                then %s else t.closed_at end
                          from :rows as b(organisation, account_id, top_up_id, used, left_over, expired, voided, closed_as, last)
                         where t.organisation = b.organisation and t.account_id = b.account_id
                           and t.top_up_id = b.top_up_id""".formatted(schema, Columns.time("b.last")));
    }
}
