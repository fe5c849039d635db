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
            matching(Select.of("select b.level, b.number from " + schema + ".block b"), "b", wanted)
                    .each(connection, row -> made.add(new Block(row.getInt(1), row.getLong(2))) || true);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("blocks of " + schema, null, e);
        }
        return made;
    }

    /** Joins whatever has {@code level} and {@code number} with some blocks. */
    public Select matching(Select select, String table, Collection<Block> blocks) throws SQLException {
        return select.add(
                " join unnest(?::bigint[], ?::bigint[]) of_block(level, number) on " + table
                        + ".level = of_block.level and " + table + ".number = of_block.number",
                connection.createArrayOf(
                        "int8", blocks.stream().map(b -> (long) b.level()).toArray()),
                connection.createArrayOf(
                        "int8", blocks.stream().map(Block::number).toArray()));
    }
}
