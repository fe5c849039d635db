package org.commissionledger.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.eventstore.Append.Outcome.Repeated;
import org.commissionledger.organisation.OrganisationId;

/** Looks which of several requests were answered before. What it does not find may be answered a moment later: the appender finds out. */
public final class AnsweredRequests {

    private static final String LOOK = "select fingerprint, status, location, body, position from ledger.request_key"
            + " where organisation = ? and client = ? and key = ?";

    private final DataSource dataSource;

    public AnsweredRequests(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Index: request_key_pk. */
    public Optional<Repeated> find(OrganisationId organisation, RequestKey key) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setString(1, organisation.value());
            statement.setString(2, key.client());
            statement.setString(3, key.key());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                StoredAnswer answer = new StoredAnswer(row.getInt(2), row.getString(3), row.getString(4));
                return Optional.of(new Repeated(row.getBytes(1), answer, row.getLong(5)));
            }
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }
}
