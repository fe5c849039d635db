package org.commissionledger.projection.past;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.Upkeep;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sums of blocks in a table of cells, beside a table {@code block} that says which are made. Blocks of level 1 are made from the
 * projection's rows, blocks of all other levels from the cells of the level below: a row is looked at once, however many levels there are.
 * Both queries have {@code level} and {@code number} for their first columns, {@code %1$s} for the schema and {@code %2$s} for a condition.
 * The first may also ask for the positions in between which its rows are, from {@code %3$d} to before {@code %4$d}.
 *
 * @param cells the table
 * @param first over rows {@code m} with a {@code position}
 * @param further over cells {@code c}
 * @param ofOrganisation which rows {@code m} are of the organisation {@code %2$s}, in the schema {@code %1$s}
 */
public record BlockSums(String cells, String first, String further, String ofOrganisation)
        implements Upkeep, Projection.Content {

    /** Blocks that one step makes: few hundredths of a second for most. */
    private static final int AT_ONCE = 8;

    /** Behind all positions, and far enough from the greatest number that queries may add to it. */
    private static final long EVERYTHING = 1L << 62;

    /** Which rows a block of level 1 is made of, for the query {@code first}: its number. */
    public static final String NUMBER = "m.position >> " + Block.bits(1);

    /** Which cells a block is made of, for the query {@code further}: its number. */
    public static final String PARENT = "c.number >> " + (Block.bits(2) - Block.bits(1));

    @Override
    public boolean step(Connection connection, String schema, long position) throws SQLException {
        for (int level = 1; level <= Block.LEVELS; level++) {
            List<Block> missing = missing(
                    connection, schema, level, Block.of(level, position + 1).number());
            for (Block block : missing) {
                make(connection, schema, block);
            }
            if (!missing.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    // Grain: one block. Index: block_pk.
    private static List<Block> missing(Connection connection, String schema, int level, long end) throws SQLException {
        List<Block> blocks = new ArrayList<>();
        String sql = "select g from generate_series(0, ? - 1) g where not exists (select from " + schema
                + ".block b where b.level = ? and b.number = g) order by g limit ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, end);
            statement.setInt(2, level);
            statement.setInt(3, AT_ONCE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    blocks.add(new Block(level, rows.getLong(1)));
                }
            }
        }
        return blocks;
    }

    private void make(Connection connection, String schema, Block block) throws SQLException {
        String sums = block.level() == 1
                ? first.formatted(
                        schema,
                        "m.position >= " + block.first() + " and m.position < " + block.end(),
                        block.first(),
                        block.end())
                : further.formatted(schema, partsOf(block));
        run(connection, "insert into " + schema + "." + cells + " " + sums);
        run(
                connection,
                "insert into " + schema + ".block (level, number) values (" + block.level() + ", " + block.number()
                        + ")");
    }

    private static String partsOf(Block block) {
        List<Block> parts = block.children();
        return "c.level = " + (block.level() - 1) + " and c.number between "
                + parts.getFirst().number() + " and " + parts.getLast().number();
    }

    @Override
    public void forget(Connection connection, String schema, long position) throws SQLException {
        for (int level = 1; level <= Block.LEVELS; level++) {
            String block = " where level = " + level + " and number = "
                    + Block.of(level, position).number();
            run(connection, "delete from " + schema + ".block" + block);
            run(connection, "delete from " + schema + "." + cells + block);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    /**
     * What the cells say that the rows do not, and the other way round: nothing, unless somebody changed them. It is what a digest takes
     * of them, because which blocks are made depends on when one looks.
     */
    @Override
    public void read(Connection connection, String schema, @Nullable OrganisationId organisation, Consumer<String> line)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(wrong(schema, organisation != null))) {
            statement.setString(1, organisation == null ? null : organisation.value());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    line.accept(rows.getString(1));
                }
            }
        }
    }

    private String wrong(String schema, boolean ofOne) {
        String asked = "(select organisation from asked)";
        String row = ofOne ? " and " + ofOrganisation.formatted(schema, asked) : "";
        String cell = ofOne ? " and c.organisation = " + asked : "";
        String made = "exists (select from " + schema + ".block b where b.level = %s and b.number = %s)";
        return "with asked as (select ?::text as organisation), follows as materialized (("
                + first.formatted(schema, made.formatted("1", NUMBER) + row, 0L, EVERYTHING) + ") union all ("
                + further.formatted(schema, made.formatted("c.level + 1", PARENT) + cell)
                + ")), stands as materialized (select * from " + schema + "." + cells + " c where true" + cell
                + ") select t::text from ((table stands except all table follows)"
                + " union all (table follows except all table stands)) t";
    }
}
