package org.commissionledger.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.api.database.ServerSettings;
import org.commissionledger.eventstore.Migrations;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL as the service runs its own, durability on, with more sessions; thrown away, or kept in the folder that {@link #KEPT} names. */
final class BenchServer implements AutoCloseable {

    /** {@code -Dbench.data}: what was loaded is there again the next time. */
    static final @Nullable Path KEPT =
            Optional.ofNullable(System.getProperty("bench.data")).map(Path::of).orElse(null);

    private final EmbeddedPostgres server;

    BenchServer() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        if (KEPT != null) {
            builder.setDataDirectory(KEPT).setCleanDataDirectory(false);
        }
        ServerSettings.all().forEach(builder::setServerConfig);
        server = builder.setServerConfig("max_connections", "200").start();
    }

    int port() {
        return server.getPort();
    }

    /** A database of its own with the ledger's tables. */
    Database ledger(String name) throws SQLException {
        Database database = empty(name);
        Migrations.run(database.connections(), "postgres");
        return database;
    }

    Database empty(String name) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet there = statement.executeQuery("select from pg_database where datname = '" + name + "'")) {
            if (!there.next()) {
                statement.execute("create database " + name);
            }
        }
        return new Database(name, port());
    }

    /** CPU time that the server's processes have spent so far, those of ended sessions left out. */
    Duration cpu() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .map(postmaster -> postmaster
                            .children()
                            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                            .reduce(Duration.ZERO, Duration::plus))
                    .orElse(Duration.ZERO);
        }
    }

    /** CPU time that this process has spent so far: callers, ledger and, while it warms up, the compiler. */
    static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    record Database(String name, int port) {

        String url() {
            return "jdbc:postgresql://localhost:" + port + "/" + name;
        }

        DataSource connections() {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setUrl(url());
            dataSource.setUser("postgres");
            return dataSource;
        }

        HikariDataSource pool(int size) {
            HikariConfig config = new HikariConfig();
            config.setDataSource(connections());
            config.setMaximumPoolSize(size);
            return new HikariDataSource(config);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
