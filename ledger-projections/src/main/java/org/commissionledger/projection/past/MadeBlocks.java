package org.commissionledger.projection.past;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.commissionledger.projection.report.Select;
import org.springframework.jdbc.UncategorizedSQLException;

/** Looks up which blocks of a projection are made. */
public record MadeBlocks(Connection connection, String schema) {

    /** The history up to {@code position}, as far as there are blocks. */
    public Prefix upTo(long position) {
        return Prefix.upTo(position, this::made);
    }

    // Grain: one block. Index: block_pk.
    private Set<Block> made(Collection<Block> wanted) {
        Set<Block> made = new HashSet<>();
        try {
            Select select = Select.of("select b.level, b.number");
            rowsOf(select, schema + ".block", "b", wanted)
                    .add(END_OF_ROWS + "b")
                    .each(connection, row -> made.add(new Block(row.getInt(1), row.getLong(2))) || true);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("blocks of " + schema, null, e);
        }
        return made;
    }

    /** What stands behind {@link #rowsOf} and its conditions; the alias follows. */
    public static final String END_OF_ROWS = " offset 0) ";

    /**
     * The rows of some blocks, looked up block by block: joined in the common way, the planner may go through those of all blocks instead.
     * Conditions on {@code alias} may be added, then {@link #END_OF_ROWS}.
     *
     * @param table has {@code level} and {@code number}, and an index that begins with them
     */
    public Select rowsOf(Select select, String table, String alias, Collection<Block> blocks) throws SQLException {
        return select.add(
                " from unnest(?::bigint[], ?::bigint[]) of_block(level, number) cross join lateral (select * from "
                        + table
                        + " " + alias + " where " + alias + ".level = of_block.level and " + alias
                        + ".number = of_block.number",
                connection.createArrayOf(
                        "int8", blocks.stream().map(b -> (long) b.level()).toArray()),
                connection.createArrayOf(
                        "int8", blocks.stream().map(Block::number).toArray()));
    }
}
