package org.commissionledger.person;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;

/** All SQL about erasures that were begun. Each request has a note of its own: none strikes out another's. */
final class ErasureNotes {

    private final DataSource dataSource;

    ErasureNotes(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    record Note(UUID id, Person person, Instant notedAt) {}

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

    void write(UUID id, Person person) {
        run("insert into ledger.erasure_note (id, organisation, person) values (?, ?, ?)", s -> {
            s.setObject(1, id);
            s.setString(2, person.organisation().value());
            s.setString(3, person.stream().stream());
            return s.executeUpdate();
        });
    }

    void strike(UUID id) {
        run("delete from ledger.erasure_note where id = ?", s -> {
            s.setObject(1, id);
            return s.executeUpdate();
        });
    }

    /** The oldest first. Grain: request. Reads the whole table, which is empty but for what is under way. */
    List<Note> oldest(int limit) {
        String sql = "select id, organisation, person, noted_at from ledger.erasure_note order by noted_at, id limit ?";
        return run(sql, s -> {
            s.setInt(1, limit);
            List<Note> notes = new ArrayList<>();
            try (ResultSet rows = s.executeQuery()) {
                while (rows.next()) {
                    StreamId stream = new StreamId(new OrganisationId(rows.getString(2)), rows.getString(3));
                    Instant notedAt = rows.getObject(4, OffsetDateTime.class).toInstant();
                    notes.add(new Note(rows.getObject(1, UUID.class), new Person(stream), notedAt));
                }
            }
            return notes;
        });
    }
}
