package org.commissionledger.projection.engine;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import org.commissionledger.identity.Sha256;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Sums up what a projection's tables say. */
final class TableDigests {

    private final Transactions transactions;
    private final SchemaCopy copies;

    TableDigests(Transactions transactions) {
        this.transactions = transactions;
        this.copies = new SchemaCopy(transactions);
    }

    /** The same for the same rows in whatever order they were written. */
    String of(Projection projection) {
        String schema = projection.schema();
        StringBuilder digests = new StringBuilder();
        for (String table : copies.tables(schema)) {
            String rows = projection
                    .contentOf(table)
                    .map(content -> transactions.inTransaction(() -> sumOfLines(content, schema)))
                    .orElseGet(() -> sortedRows(projection, schema, table));
            digests.append(table).append(':').append(rows).append('\n');
        }
        return digests.toString();
    }

    private String sortedRows(Projection projection, String schema, String table) {
        return transactions
                .sql()
                .sql(
                        "select encode(sha256(coalesce(string_agg(row_text, E'\\n' order by row_text collate \"C\"), '')::bytea),"
                                + " 'hex') from (select replace(t::text, '\\', '\\\\') as row_text from ("
                                + projection.content(schema, table) + ") t) rows")
                .query(String.class)
                .single();
    }

    /** The hashes of all lines added up: the same in whatever order they come, and nothing needs to be kept. */
    private String sumOfLines(Projection.Content content, String schema) {
        Connection connection = DataSourceUtils.getConnection(transactions.dataSource());
        try {
            MessageDigest sha256 = Sha256.digest();
            BigInteger[] sum = {BigInteger.ZERO};
            content.read(
                    connection,
                    schema,
                    null,
                    line -> sum[0] =
                            sum[0].add(new BigInteger(1, sha256.digest(line.getBytes(StandardCharsets.UTF_8)))));
            return sum[0].toString(16);
        } catch (SQLException e) {
            throw new ProjectionFault(schema, e);
        }
    }
}
