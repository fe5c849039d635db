package org.commissionledger.projection.engine;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the tables of a schema once more, empty, in a schema beside it. */
final class SchemaCopy {

    private final Transactions transactions;

    SchemaCopy(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Within the caller's transaction; whatever stood in {@code copy} is gone. The copy has the indexes that folds look up rows by: those
     * that keep rows unique, and the projection's own. The others, by which it is read, cost less when they are made at the end: see
     * {@link #finish}. So do those of facts: see {@link #index}.
     */
    void make(Projection projection, String copy) {
        String schema = projection.schema();
        execute("drop schema if exists " + copy + " cascade");
        execute("create schema " + copy);
        Set<String> facts = indexes(schema)
                .filter(index -> projection.indexesOfFacts().contains(index.name()))
                .map(Index::table)
                .collect(Collectors.toSet());
        for (String table : tables(schema)) {
            execute("create table " + copy + "." + table + " (like " + schema + "." + table
                    + " including all excluding indexes)");
            undescribed(schema, table)
                    .forEach(column -> execute(
                            "alter table " + copy + "." + table + " alter column " + column + " set statistics 0"));
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
            if (facts.contains(table)) { // or each would be looked through again and again while it grows
                execute("alter table " + copy + "." + table + " set (autovacuum_enabled = false)");
            }
        }
        indexes(schema)
                .filter(index -> index.unique()
                        ? !projection.indexesOfFacts().contains(index.name())
                        : projection.indexesOfFolds().contains(index.name()))
                .forEach(index -> execute(index.in(copy)));
    }

    /** Columns of which the planner is told nothing, which a copy does not take over by itself. */
    private List<String> undescribed(String schema, String table) {
        return transactions
                .sql()
                .sql("select attname from pg_attribute where attrelid = (? || '.' || ?)::regclass and attnum > 0"
                        + " and attstattarget = 0 and not attisdropped")
                .params(schema, table)
                .query(String.class)
                .list();
    }

    /** Gives the copy those of the indexes that it lacks. Within the caller's transaction. */
    void index(String schema, String copy, Set<String> names) {
        if (names.isEmpty()) {
            return;
        }
        makeMissing(schema, copy, index -> names.contains(index.name()));
    }

    /** Gives the copy the indexes that it lacks, and the planner an idea of its rows. Within the caller's transaction. */
    void finish(String schema, String copy) {
        makeMissing(schema, copy, index -> true);
        for (String table : tables(copy)) {
            execute("alter table " + copy + "." + table + " reset (autovacuum_enabled)");
            execute("analyze " + copy + "." + table);
        }
    }

    private void makeMissing(String schema, String copy, Predicate<Index> wanted) {
        execute("set local maintenance_work_mem = '256MB'");
        Set<String> there = whats(copy);
        indexes(schema)
                .filter(wanted)
                .filter(index -> !there.contains(index.what()))
                .forEach(index -> execute(index.in(copy)));
    }

    /**
     * @param definition from the word {@code using} on
     * @param constraint when it is one's, the primary key's
     */
    private record Index(
            String table,
            String name,
            boolean unique,
            String definition,
            @Nullable String constraint) {

        String what() {
            return table + definition;
        }

        String in(String schema) {
            return constraint == null
                    ? (unique ? "create unique index " : "create index ") + name + " on " + schema + "." + table
                            + definition
                    : "alter table " + schema + "." + table + " add constraint " + name + " " + constraint;
        }
    }

    private Set<String> whats(String schema) {
        return indexes(schema).map(Index::what).collect(Collectors.toSet());
    }

    private Stream<Index> indexes(String schema) {
        return transactions
                .sql()
                .sql("""
                        select t.relname, i.relname, x.indisunique,
                               substring(pg_get_indexdef(i.oid) from ' USING .*'), pg_get_constraintdef(c.oid)
                          from pg_index x
                          join pg_class t on t.oid = x.indrelid
                          join pg_class i on i.oid = x.indexrelid
                          left join pg_constraint c on c.conindid = i.oid and c.contype = 'p'
                         where t.relnamespace = to_regnamespace(?) and t.relkind = 'r'
                         order by i.relname""")
                .param(schema)
                .query((row, n) -> new Index(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4), row.getString(5)))
                .list()
                .stream();
    }

    List<String> tables(String schema) {
        return transactions
                .sql()
                .sql("select table_name from information_schema.tables where table_schema = ? order by table_name")
                .param(schema)
                .query(String.class)
                .list();
    }

    /** Whether there is a copy, with the same tables and columns, and without an index that the tables have otherwise. */
    boolean isLike(String schema, String copy) {
        String columns =
                "select table_name, column_name, data_type from information_schema.columns where table_schema = ?";
        return !tables(copy).isEmpty()
                && whats(schema).containsAll(whats(copy))
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
