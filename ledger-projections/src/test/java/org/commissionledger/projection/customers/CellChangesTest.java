package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.commissionledger.projection.time.Grain;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.Test;

/** Sets of customers after many batches of changes, held against sets kept by hand. */
class CellChangesTest {

    private static final String SCHEMA = "ledger_customers";
    private static final Instant BUCKET = Instant.parse("2011-03-01T00:00:00Z");

    @Test
    void aSetHoldsWhatWasAddedAndNotTakenOutHoweverLongItsTailGrew() throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        Map<Cell, TreeSet<Integer>> model = new HashMap<>();
        List<Cell> cells = cells();
        try (TestLedger ledger = new TestLedger(TestDatabase.migrated());
                Connection connection = ledger.pool().getConnection()) {
            for (int batch = 0; batch < 40; batch++) {
                CellChanges changes = new CellChanges();
                for (int i = 0; i < 600; i++) {
                    List<Cell> some = cells.subList(0, 1 + random.nextInt(cells.size()));
                    int number = random.nextInt(100_000);
                    if (random.nextInt(4) > 0) {
                        changes.add(some, number);
                        some.forEach(c ->
                                model.computeIfAbsent(c, k -> new TreeSet<>()).add(number));
                    } else {
                        changes.remove(some, number);
                        some.forEach(c ->
                                model.computeIfAbsent(c, k -> new TreeSet<>()).remove(number));
                    }
                }
                changes.write(connection, SCHEMA);
            }
            Map<Cell, TreeSet<Integer>> stored = new HashMap<>();
            int[] bases = {0};
            read(connection, row -> {
                TreeSet<Integer> set = new TreeSet<>();
                CustomerSet.read(row.getBytes("base"), row.getBytes("tail")).forEach((int number) -> set.add(number));
                stored.put(CellChanges.cell(row), set);
                byte[] base = row.getBytes("base");
                bases[0] += base == null ? 0 : 1;
                assertThat(row.getBytes("tail").length)
                        .isLessThanOrEqualTo(Math.max(1_024, base == null ? 0 : base.length / 8));
            });
            assertThat(stored).as("seed " + seed).isEqualTo(model);
            assertThat(bases[0]).isPositive();
        }
    }

    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Grain grain : Cell.GRAINS) {
            for (int what : List.of(0, 5, Cell.did(5, false), Cell.FIRST_SEEN)) {
                cells.add(new Cell("acme", grain, "cat-" + what, Cell.ANY, BUCKET, what));
            }
        }
        return cells;
    }

    private interface Reading {
        void read(ResultSet row) throws SQLException;
    }

    private static void read(Connection connection, Reading reading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from " + SCHEMA + ".reach")) {
            while (rows.next()) {
                reading.read(rows);
            }
        }
    }
}
