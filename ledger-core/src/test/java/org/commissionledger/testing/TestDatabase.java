package org.commissionledger.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.commissionledger.eventstore.Migrations;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real PostgreSQL for the tests: a container where a container engine answers, an embedded server elsewhere. One server a virtual
 * machine; each caller gets a database of its own with the two roles of a careful installation.
 */
public final class TestDatabase {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    public static final String SERVICE = "ledger_service";
    private static final String PASSWORD = "service-password";

    private final String host;
    private final int port;
    private final String name;
    private final String ownerPassword;

    private TestDatabase(String host, int port, String name, String ownerPassword) {
        this.host = host;
        this.port = port;
        this.name = name;
        this.ownerPassword = ownerPassword;
    }

    private record Server(String host, int port, String password) {}

    private static final class Holder {
        static final Server SERVER = start();
    }

    private static Server start() {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine")
                    .withUsername("postgres")
                    .withPassword("postgres");
            container.start();
            return new Server(container.getHost(), container.getFirstMappedPort(), "postgres");
        }
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "300")
                    .start();
            return new Server("localhost", server.getPort(), "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty database. */
    public static TestDatabase empty() {
        Server server = Holder.SERVER;
        String name = "test_" + COUNTER.incrementAndGet();
        TestDatabase admin = new TestDatabase(server.host(), server.port(), "postgres", server.password());
        admin.asOwner("create database " + name);
        admin.asOwner("do $$ begin create role " + SERVICE + " login password '" + PASSWORD
                + "'; exception when duplicate_object then null; end $$");
        return new TestDatabase(server.host(), server.port(), name, server.password());
    }

    /** A database with the ledger's tables. */
    public static TestDatabase migrated() {
        TestDatabase database = empty();
        Migrations.run(database.owner(), SERVICE);
        return database;
    }

    public String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    public String serviceUser() {
        return SERVICE;
    }

    public String servicePassword() {
        return PASSWORD;
    }

    public String ownerPassword() {
        return ownerPassword;
    }

    public DataSource owner() {
        return dataSource("postgres", ownerPassword);
    }

    /** What the service works as. */
    public DataSource service() {
        return dataSource(SERVICE, PASSWORD);
    }

    private DataSource dataSource(String user, String password) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    public void asOwner(String sql) {
        try (Connection connection = owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
