package org.commissionledger.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.eventstore.Append.Outcome.Repeated;
import org.commissionledger.organisation.OrganisationId;

/** Looks which of several requests were answered before. What it does not find may be answered a moment later: the appender finds out. */
public final class AnsweredRequests {

    private static final String LOOK = """
            select k.ord, r.fingerprint, r.status, r.location, r.body, r.position
              from unnest(?::text[], ?::text[]) with ordinality k(client, key, ord)
              cross join lateral (select * from ledger.request_key r
                                   where r.organisation = ? and r.client = k.client and r.key = k.key limit 1) r""";

    private final DataSource dataSource;

    public AnsweredRequests(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Told of one that was answered. */
    @FunctionalInterface
    public interface Told {

        /** @param index its place among those that were asked for */
        void answered(int index, Repeated answer);
    }

    /** All in one look. Index: request_key_pk. */
    public void find(OrganisationId organisation, Collection<RequestKey> keys, Told told) {
        List<String> clients = new ArrayList<>(keys.size());
        List<String> names = new ArrayList<>(keys.size());
        for (RequestKey key : keys) {
            clients.add(key.client());
            names.add(key.key());
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(LOOK)) {
            statement.setArray(1, connection.createArrayOf("text", clients.toArray()));
            statement.setArray(2, connection.createArrayOf("text", names.toArray()));
            statement.setString(3, organisation.value());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    StoredAnswer answer = new StoredAnswer(row.getInt(3), row.getString(4), row.getString(5));
                    told.answered(row.getInt(1) - 1, new Repeated(row.getBytes(2), answer, row.getLong(6)));
                }
            }
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }
}
