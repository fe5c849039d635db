package org.commissionledger.projection.engine;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Projections.Rebuilding;
import org.jspecify.annotations.Nullable;

/** How far rebuilds have got, and what their tables could not take: written with each page, within the caller's transaction. */
final class RebuildNotes {

    /** What is made by another version of the product is not gone on with. */
    private static final String EDITION = Optional.ofNullable(
                    RebuildNotes.class.getPackage().getImplementationVersion())
            .orElse("");

    private final Transactions transactions;

    RebuildNotes(Transactions transactions) {
        this.transactions = transactions;
    }

    /** 0 when there is nothing to go on with. */
    long position(Projection projection) {
        return transactions
                .sql()
                .sql("select position from ledger.rebuild where projection = ? and edition = ?")
                .params(projection.name(), EDITION)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    void begin(Projection projection) {
        end(projection);
        transactions
                .sql()
                .sql(
                        "insert into ledger.rebuild (projection, edition, position, target, started_at) values (?, ?, 0, 0, now())")
                .params(projection.name(), EDITION)
                .update();
    }

    /**
     * With the rows, without waiting for the disk: they can be made again, and the switch waits for all that was written before it. When
     * the database is found to have lost pages in a crash, this one must not be written behind the gap.
     *
     * @param from where the pages before ended
     * @throws IllegalStateException when the notes end elsewhere: the rebuild goes on there when it is begun again
     */
    void reached(Projection projection, long from, long position, long target, RefusedEvents refused) {
        transactions.sql().sql("set local synchronous_commit = off").update();
        int noted = transactions
                .sql()
                .sql("update ledger.rebuild set position = ?, target = ? where projection = ? and position = ?")
                .params(position, target, projection.name(), from)
                .update();
        if (noted == 0) {
            throw lost(projection, from);
        }
        if (refused.haveChanged()) {
            write(projection, refused);
        }
    }

    /**
     * Before the tables are switched to.
     *
     * @throws IllegalStateException when the notes do not end at {@code position}
     */
    void requireReached(Projection projection, long position) {
        if (position(projection) != position) {
            throw lost(projection, position);
        }
    }

    private static IllegalStateException lost(Projection projection, long position) {
        return new IllegalStateException("PostgreSQL lost pages of the rebuild of " + projection.name()
                + " that end at position " + position + ": begin it again, it goes on where it was");
    }

    private void write(Projection projection, RefusedEvents refused) {
        transactions
                .sql()
                .sql("delete from ledger.rebuild_refused where projection = ?")
                .param(projection.name())
                .update();
        for (RecordedEvent event : refused.all()) {
            transactions
                    .sql()
                    .sql("insert into ledger.rebuild_refused (projection, position, cause) values (?, ?, ?)")
                    .param(projection.name())
                    .param(event.position())
                    .param(refused.causeOf(event))
                    .update();
        }
    }

    /** By position, with the cause; nothing for events that only wait behind another. */
    Map<Long, Optional<String>> refused(Projection projection) {
        Map<Long, Optional<String>> refused = new TreeMap<>();
        transactions
                .sql()
                .sql("select position, cause from ledger.rebuild_refused where projection = ?")
                .param(projection.name())
                .query(row -> {
                    refused.put(row.getLong(1), Optional.ofNullable(row.getString(2)));
                });
        return refused;
    }

    void end(Projection projection) {
        for (String table : List.of("ledger.rebuild_refused", "ledger.rebuild")) {
            transactions
                    .sql()
                    .sql("delete from " + table + " where projection = ?")
                    .param(projection.name())
                    .update();
        }
    }

    /** Of any node; the lock of a rebuild ends with the session that holds it. */
    @Nullable
    Rebuilding progress(Projection projection) {
        return transactions
                .sql()
                .sql("""
                        select position, target, started_at, not exists (
                                 select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 1
                                    and l.database = (select oid from pg_database where datname = current_database())
                                    and l.classid::bigint << 32 | l.objid::bigint = hashtextextended(?, 0)) as cut_off
                          from ledger.rebuild where projection = ?""")
                .params(projection.schema() + "_next", projection.name())
                .query((row, n) -> new Rebuilding(
                        row.getLong(1),
                        row.getLong(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        !row.getBoolean(4)))
                .optional()
                .orElse(null);
    }
}
