package org.commissionledger.projection.engine;

import java.util.List;

/** Makes the tables of a schema once more, empty, in a schema beside it. */
final class SchemaCopy {

    private final Transactions transactions;

    SchemaCopy(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Within the caller's transaction; whatever stood in {@code copy} is gone. */
    void make(String schema, String copy) {
        execute("drop schema if exists " + copy + " cascade");
        execute("create schema " + copy);
        for (String table : tables(schema)) {
            execute("create table " + copy + "." + table + " (like " + schema + "." + table + " including all)");
            String options = transactions
                    .sql()
                    .sql("select array_to_string(reloptions, ', ') from pg_class where oid = (? || '.' || ?)::regclass")
                    .params(schema, table)
                    .query(String.class)
                    .optional()
                    .orElse("");
            if (!options.isEmpty()) {
                execute("alter table " + copy + "." + table + " set (" + options + ")");
            }
        }
    }

    List<String> tables(String schema) {
        return transactions
                .sql()
                .sql("select table_name from information_schema.tables where table_schema = ? order by table_name")
                .param(schema)
                .query(String.class)
                .list();
    }

    /** Whether there is a copy, with the same tables and columns. */
    boolean isLike(String schema, String copy) {
        String columns =
                "select table_name, column_name, data_type from information_schema.columns where table_schema = ?";
        return !tables(copy).isEmpty()
                && transactions
                        .sql()
                        .sql("select not exists ((" + columns + " except " + columns + ") union all (" + columns
                                + " except " + columns + "))")
                        .params(schema, copy, copy, schema)
                        .query(Boolean.class)
                        .single();
    }

    void drop(String schema) {
        execute("drop schema if exists " + schema + " cascade");
    }

    private void execute(String statement) {
        transactions.sql().sql(statement).update();
    }
}
