package org.commissionledger.api.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL of the service's own, on a data directory that stays. It listens on the loopback interface alone. A file lock keeps
 * a second service away; a server that a killed service left behind is stopped before a new one starts.
 */
final class EmbeddedDatabase implements AutoCloseable {

    static final String OWNER = "postgres";
    static final String SERVICE = "ledger_service";
    private static final String DATABASE = "ledger";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final FileChannel lockFile;
    private final FileLock lock;
    private final EmbeddedPostgres server;

    private EmbeddedDatabase(FileChannel lockFile, FileLock lock, EmbeddedPostgres server) {
        this.lockFile = lockFile;
        this.lock = lock;
        this.server = server;
    }

    /** @throws DatabaseStartException when another service holds the directory, or PostgreSQL does not start on it */
    static EmbeddedDatabase start(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel lockFile = FileChannel.open(
                    directory.resolve("ledger.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(lockFile);
            if (lock == null) {
                lockFile.close();
                throw new DatabaseStartException(
                        "the data directory " + directory.toAbsolutePath()
                                + " is in use by another ledger service. Stop that one,"
                                + " or give this one its own directory with LEDGER_DATA_DIRECTORY.",
                        null);
            }
            Path data = directory.resolve("postgresql");
            stopLeftBehind(data);
            EmbeddedDatabase database = new EmbeddedDatabase(lockFile, lock, startServer(directory, data));
            database.prepare();
            return database;
        } catch (IOException | SQLException e) {
            throw new DatabaseStartException(
                    "PostgreSQL did not start on " + directory.toAbsolutePath() + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static EmbeddedPostgres startServer(Path directory, Path data) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
                .setCleanDataDirectory(false)
                // The service stops its server itself, after everything that uses it.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START);
        ServerSettings.all().forEach(builder::setServerConfig);
        return builder.start();
    }

    /** After kill -9 of the service, its server may live on and hold the data: it is asked to stop, as its own service would. */
    private static void stopLeftBehind(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        String first = Files.readAllLines(pidFile).getFirst().trim();
        Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(first)).filter(EmbeddedDatabase::isPostgres);
        if (left.isEmpty()) {
            return;
        }
        LOG.info("Stopping the PostgreSQL (process {}) that an ended service left behind", first);
        left.get().destroy();
        try {
            left.get().onExit().get(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new DatabaseStartException(
                    "PostgreSQL process " + first + " still holds " + data
                            + " and does not stop. End it, then start again.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.contains("postgres"))
                .orElse(false);
    }

    private void prepare() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select 1 from pg_roles where rolname = '" + SERVICE + "'")) {
                statement.execute("create role " + SERVICE + " login");
            }
            if (!exists(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " encoding 'UTF8' template template0");
            }
            for (String setting : new String[] {"fsync", "full_page_writes"}) {
                if (exists(statement, "select 1 where current_setting('" + setting + "') <> 'on'")) {
                    throw new DatabaseStartException(
                            "PostgreSQL runs without " + setting + ": it would not be durable.", null);
                }
            }
        }
    }

    private static boolean exists(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + DATABASE;
    }

    /** The server is given a few seconds to stop, and must not spend them on writing what a busy day left in memory. */
    @Override
    public void close() throws IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            LOG.warn("PostgreSQL could not write a checkpoint before it stops; it will catch up at the next start", e);
        }
        server.close();
        lock.release();
        lockFile.close();
    }
}
