package org.commissionledger.proof;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.commissionledger.eventstore.StoreReadException;
import org.jspecify.annotations.Nullable;

/**
 * Has all nodes of a database sign with one file. The first of them notes its key in the database; a node whose file does not know that key
 * was given another file, or made one of its own at the same moment, and does not start. Keys that take its place later leave it in the
 * file as a public half, so it is known for ever.
 */
public final class FirstSigner {

    private final DataSource dataSource;

    private FirstSigner(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Opens the file as {@link SigningKeys#open} does, and settles with the other nodes that it is the one.
     *
     * @throws SigningKeysException also when the database was first used with another file
     */
    public static SigningKeys open(DataSource dataSource, Path file) {
        FirstSigner first = new FirstSigner(dataSource);
        try {
            SigningKeys keys = SigningKeys.open(file, first.read() != null);
            first.note(keys.keyId());
            String noted = first.read();
            if (noted == null || !keys.published().knows(noted)) {
                throw SigningKeysException.anotherFile(file);
            }
            return keys;
        } catch (SQLException e) {
            throw new StoreReadException(e);
        }
    }

    // Grain: one row.
    private @Nullable String read() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select key_id from ledger.first_signer");
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** The first one stays. */
    private void note(String keyId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into ledger.first_signer (key_id) values (?) on conflict (only_row) do nothing")) {
            statement.setString(1, keyId);
            statement.executeUpdate();
        }
    }
}
