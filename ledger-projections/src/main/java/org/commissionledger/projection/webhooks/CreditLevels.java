package org.commissionledger.projection.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.webhook.WebhookType;

/**
 * When an account runs low: what takes credit away leaves available a tenth of the last top-up or less, or nothing where there was none. It
 * is told once, and again only after there was more.
 */
final class CreditLevels {

    private static final long PARTS = 10;

    private final List<Movement> movements = new ArrayList<>();

    private record Movement(RecordedEvent recorded, CreditEvent event) {
        Account account() {
            return new Account(
                    recorded.organisation().value(), event.account().accountId().value());
        }
    }

    private record Account(String organisation, String accountId) {}

    /** @param lastTopUp minor units, 0 where there was none */
    private record Level(long lastTopUp, boolean low) {
        static final Level NONE = new Level(0, false);

        long threshold() {
            return lastTopUp / PARTS;
        }
    }

    void add(RecordedEvent recorded, CreditEvent event) {
        movements.add(new Movement(recorded, event));
    }

    /** Takes all movements in, in order, and answers with what is to be told of them. */
    List<Telling> write(Connection connection, String schema) throws SQLException {
        Map<Account, Level> levels = read(connection, schema);
        Set<Account> changed = new HashSet<>();
        List<Telling> tellings = new ArrayList<>();
        for (Movement movement : movements) {
            Level before = levels.getOrDefault(movement.account(), Level.NONE);
            Level after = after(before, movement.event());
            if (after.low() && !before.low()) {
                tellings.add(new Telling(movement.recorded(), WebhookType.CREDITS_LOW, 0, null, after.threshold()));
            }
            if (!after.equals(before)) {
                levels.put(movement.account(), after);
                changed.add(movement.account());
            }
        }
        store(connection, schema, levels, changed);
        return tellings;
    }

    private static Level after(Level before, CreditEvent event) {
        if (event instanceof TopUpExpiryReduced) {
            return before; // the usage takes it at once
        }
        long topUp = event instanceof CreditToppedUp e ? e.topUp().amount() : before.lastTopUp();
        boolean down = event.figures().available() <= topUp / PARTS;
        return new Level(topUp, down && (before.low() || takesAway(event)));
    }

    private static boolean takesAway(CreditEvent event) {
        return switch (event) {
            case Used e -> true;
            case CreditHeld e -> true;
            case TopUpExpired e -> true;
            case TopUpVoided e -> true;
            case AccountOpened e -> false;
            case AccountChanged e -> false;
            case CreditToppedUp e -> false;
            case HoldReleased e -> false;
            case TopUpExpiryReduced e -> false;
        };
    }

    // Grain: account. Index: account_level_pk.
    private Map<Account, Level> read(Connection connection, String schema) throws SQLException {
        Map<Account, Level> levels = new HashMap<>();
        List<Account> accounts =
                movements.stream().map(Movement::account).distinct().toList();
        Columns.of(accounts)
                .text(Account::organisation)
                .text(Account::accountId)
                .query(
                        connection,
                        "select t.organisation, t.account_id, t.last_top_up, t.low from " + schema + ".account_level t"
                                + " join :rows as b(o, a) on t.organisation = b.o and t.account_id = b.a",
                        row -> levels.put(
                                new Account(row.getString(1), row.getString(2)),
                                new Level(row.getLong(3), row.getBoolean(4))));
        return levels;
    }

    private static void store(Connection connection, String schema, Map<Account, Level> levels, Set<Account> changed)
            throws SQLException {
        Columns.of(changed)
                .text(Account::organisation)
                .text(Account::accountId)
                .bigint(a -> levels.getOrDefault(a, Level.NONE).lastTopUp())
                .bigint(a -> levels.getOrDefault(a, Level.NONE).low() ? 1 : 0)
                .execute(
                        connection,
                        "insert into " + schema + ".account_level (organisation, account_id, last_top_up, low)"
                                + " select o, a, t, l = 1 from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])"
                                + " b(o, a, t, l) on conflict (organisation, account_id)"
                                + " do update set last_top_up = excluded.last_top_up, low = excluded.low");
    }
}
