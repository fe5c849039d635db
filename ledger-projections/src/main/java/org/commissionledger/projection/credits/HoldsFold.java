package org.commissionledger.projection.credits;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.account.AccountId;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.ReleaseReason;
import org.commissionledger.credit.HoldId;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.projection.engine.Columns;
import org.jspecify.annotations.Nullable;

/** Holds that a batch places, and those that it closes. */
final class HoldsFold {

    private final Map<Key, Change> changes = new LinkedHashMap<>();

    private record Key(StreamId account, HoldId hold) {}

    /** At least one of {@code placed} and {@code closed} is there. */
    private record Change(
            Key key,
            AccountId account,
            @Nullable CreditHeld placed,
            @Nullable RecordedEvent placedBy,
            @Nullable String closedAs,
            @Nullable RecordedEvent closedBy) {}

    void add(RecordedEvent recorded, CreditEvent event) {
        AccountId account = event.account().accountId();
        if (event instanceof CreditHeld held) {
            Key key = new Key(recorded.streamId(), held.hold().holdId());
            changes.put(key, new Change(key, account, held, recorded, null, null));
        } else if (event instanceof HoldCaptured captured) {
            close(recorded, account, captured.hold().holdId(), "CAPTURED");
        } else if (event instanceof HoldReleased released) {
            boolean expired = released.reason() == ReleaseReason.EXPIRED;
            close(recorded, account, released.hold().holdId(), expired ? "EXPIRED" : "RELEASED");
        }
    }

    private void close(RecordedEvent recorded, AccountId account, HoldId hold, String as) {
        Key key = new Key(recorded.streamId(), hold);
        Change before = changes.get(key);
        CreditHeld placed = before == null ? null : before.placed();
        RecordedEvent placedBy = before == null ? null : before.placedBy();
        changes.put(key, new Change(key, account, placed, placedBy, as, recorded));
    }

    void write(Connection connection, String schema) throws SQLException {
        List<Change> placed = new ArrayList<>();
        List<Change> closed = new ArrayList<>();
        changes.values().forEach(change -> (change.placed() == null ? closed : placed).add(change));
        insert(connection, schema, placed);
        close(connection, schema, closed);
    }

    private static Columns<Change> keyed(List<Change> changes) {
        return Columns.of(changes)
                .text(c -> c.key().account().organisation().value())
                .text(c -> c.account().value())
                .text(c -> c.key().hold().value())
                .text(Change::closedAs)
                .optionalTime(c -> c.closedBy() == null ? null : c.closedBy().recordedAt());
    }

    private static CreditHeld placed(Change change) {
        if (change.placed() == null) {
            throw new IllegalStateException("placed in another batch");
        }
        return change.placed();
    }

    private static void insert(Connection connection, String schema, List<Change> placed) throws SQLException {
        keyed(placed)
                .bigint(c -> placed(c).hold().amount())
                .time(c -> placed(c).at())
                .optionalTime(c -> placed(c).hold().expiresAt())
                .optionalTime(c -> c.placedBy() == null ? null : c.placedBy().recordedAt())
                .optionalBigint(c -> c.placedBy() == null ? null : c.placedBy().position())
                .execute(connection, """
                        insert into %s.hold
                               (organisation, account_id, hold_id, closed_as, closed_at, amount, at, expires_at, recorded_at,
                                position)
                        select organisation, account_id, hold_id, closed_as, %s, amount, %s, %s, %s, position
                          from :rows as b(organisation, account_id, hold_id, closed_as, closed_at, amount, at, expires_at,
                                 recorded_at, position)""".formatted(
                                schema,
                                Columns.time("closed_at"),
                                Columns.time("at"),
                                Columns.time("expires_at"),
                                Columns.time("recorded_at")));
    }

    private static void close(Connection connection, String schema, List<Change> closed) throws SQLException {
        keyed(closed).execute(connection, """
                        update %s.hold h set closed_as = b.closed_as, closed_at = %s
                          from :rows as b(organisation, account_id, hold_id, closed_as, closed_at)
                         where h.organisation = b.organisation and h.account_id = b.account_id and h.hold_id = b.hold_id""".formatted(schema, Columns.time("b.closed_at")));
    }
}
