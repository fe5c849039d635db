package org.commissionledger.person;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.KeyEncryption.Wrapped;
import org.jspecify.annotations.Nullable;

/** All SQL about the keys of persons. No key and no personal value is ever a parameter of it: only wrapped keys are. */
final class PersonKeyTable {

    static final String CHANNEL = "ledger_person_key";

    private final DataSource dataSource;

    PersonKeyTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** One row; {@code wrapped} is null once the key was destroyed. */
    record Row(Person person, @Nullable Wrapped wrapped) {}

    @FunctionalInterface
    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String sql, Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.with(statement);
        } catch (SQLException e) {
            throw KeysUnavailableException.database(e);
        }
    }

    /** Grain: person. Index: person_key_pk. */
    Optional<Row> find(Person person) {
        return Optional.ofNullable(find(List.of(person)).get(person));
    }

    /** Many in one look; who has no row is not in the answer. Grain: person. Index: person_key_pk. */
    Map<Person, Row> find(Collection<Person> persons) {
        String sql =
                "select k.organisation, k.person, k.kek_id, k.wrapped from unnest(?::text[], ?::text[]) w(organisation, person)"
                        + " join ledger.person_key k on k.organisation = w.organisation and k.person = w.person";
        return run(sql, s -> {
            s.setArray(
                    1,
                    s.getConnection()
                            .createArrayOf(
                                    "text",
                                    persons.stream()
                                            .map(p -> p.organisation().value())
                                            .toArray(String[]::new)));
            s.setArray(
                    2,
                    s.getConnection()
                            .createArrayOf(
                                    "text",
                                    persons.stream()
                                            .map(p -> p.stream().stream())
                                            .toArray(String[]::new)));
            Map<Person, Row> found = new HashMap<>();
            rows(s).forEach(row -> found.put(row.person(), row));
            return found;
        });
    }

    private static List<Row> rows(PreparedStatement statement) throws SQLException {
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                StreamId stream = new StreamId(new OrganisationId(rows.getString(1)), rows.getString(2));
                byte[] wrapped = rows.getBytes(4);
                found.add(
                        new Row(new Person(stream), wrapped == null ? null : new Wrapped(rows.getString(3), wrapped)));
            }
        }
        return found;
    }

    /** Does nothing where the person has a row, also one without a key. */
    void insert(Person person, Wrapped wrapped) {
        String sql = "insert into ledger.person_key (organisation, person, wrapped, kek_id) values (?, ?, ?, ?)"
                + " on conflict (organisation, person) do nothing";
        run(sql, s -> {
            name(s, 1, person);
            s.setBytes(3, wrapped.bytes());
            s.setString(4, wrapped.keyId());
            return s.executeUpdate();
        });
    }

    /**
     * Takes the key away, or marks a person who never had one, and tells every node as part of it.
     *
     * @return whether it was not destroyed before
     */
    boolean destroy(Person person) {
        String sql = """
                with destroyed as (
                    insert into ledger.person_key as k (organisation, person, destroyed_at) values (?, ?, now())
                    on conflict (organisation, person) do update
                       set wrapped = null, kek_id = null, destroyed_at = excluded.destroyed_at
                     where k.destroyed_at is null
                    returning 1)
                select (select count(*) from destroyed), pg_notify(?, ?)""";
        return run(sql, s -> {
            name(s, 1, person);
            s.setString(3, CHANNEL);
            s.setString(4, person.toString());
            try (ResultSet row = s.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        });
    }

    /** Keys that another key than {@code keyId} wraps, behind {@code after} in the order of the primary key. */
    List<Row> wrappedByOthers(String keyId, @Nullable Person after, int limit) {
        String sql = "select organisation, person, kek_id, wrapped from ledger.person_key"
                + " where (organisation, person) > (?, ?) and kek_id <> ? order by organisation, person limit ?";
        return run(sql, s -> {
            s.setString(1, after == null ? "" : after.organisation().value());
            s.setString(2, after == null ? "" : after.stream().stream());
            s.setString(3, keyId);
            s.setInt(4, limit);
            return rows(s);
        });
    }

    /** @return false when the key was destroyed or wrapped anew in between */
    boolean replace(Person person, Wrapped before, Wrapped after) {
        String sql = "update ledger.person_key set wrapped = ?, kek_id = ?"
                + " where organisation = ? and person = ? and wrapped = ?";
        return run(sql, s -> {
            s.setBytes(1, after.bytes());
            s.setString(2, after.keyId());
            name(s, 3, person);
            s.setBytes(5, before.bytes());
            return s.executeUpdate() > 0;
        });
    }

    /** Grain: key-encryption key. Unit: persons' keys. Reads the whole table. */
    Map<String, Long> countByKey() {
        String sql = "select kek_id, count(*) from ledger.person_key where kek_id is not null group by kek_id";
        return run(sql, s -> {
            Map<String, Long> counts = new TreeMap<>();
            try (ResultSet rows = s.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getLong(2));
                }
            }
            return counts;
        });
    }

    /** What tells the key encryption that this database was first used with from any other. */
    Optional<byte[]> mark() {
        return run("select mark from ledger.key_encryption", s -> {
            try (ResultSet row = s.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        });
    }

    /** The first one stays. */
    void insertMark(byte[] mark) {
        run("insert into ledger.key_encryption (mark) values (?) on conflict (only_row) do nothing", s -> {
            s.setBytes(1, mark);
            return s.executeUpdate();
        });
    }

    private static void name(PreparedStatement statement, int first, Person person) throws SQLException {
        statement.setString(first, person.organisation().value());
        statement.setString(first + 1, person.stream().stream());
    }
}
