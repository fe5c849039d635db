package org.commissionledger.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The processor time that this process and the server's have taken. Unlike the clock's it says nearly the same on a machine that others
 * use too. A session of the server that ended is no longer counted: what is measured keeps its sessions open.
 */
final class Processors {

    private final ProcessHandle server;

    private Processors(ProcessHandle server) {
        this.server = server;
    }

    static Processors of(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return new Processors(ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow(() -> new IllegalStateException("the server is on another machine")));
        }
    }

    double seconds() {
        return Stream.concat(Stream.of(ProcessHandle.current()), server.children())
                        .mapToLong(process -> process.info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toMillis())
                        .sum()
                / 1e3;
    }
}
