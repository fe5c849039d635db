package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A node that only listens, and what it hears of others, whatever becomes of its session. */
class StoreWatcherTest {

    private static final String CHANNEL = "ledger_test";
    private static final String NAME = "the-watcher";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.migrated();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final PGSimpleDataSource service = (PGSimpleDataSource) database.service();
    private final StoreWatcher watcher = new StoreWatcher(service, new EventReader(database.service()));

    @AfterEach
    void close() {
        watcher.close();
    }

    private void listen() {
        service.setApplicationName(NAME);
        watcher.on(CHANNEL, heard::add, changes::incrementAndGet);
        watcher.start();
        await().atMost(SOON).until(() -> watcher.isListening(CHANNEL));
    }

    private void say(String text) {
        database.asOwner("notify " + CHANNEL + ", '" + text + "'");
    }

    private void hears(String... expected) {
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly(expected));
    }

    private List<Integer> sessions() {
        List<Integer> found = new ArrayList<>();
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pid from pg_stat_activity where application_name = '"
                        + NAME + "' and datname = current_database()")) {
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    /** While it does not hear, it says so before it hears again. */
    private void hearsInAnotherSession(int before) {
        await().atMost(SOON).until(() -> sessions().stream().anyMatch(session -> session != before));
        await().atMost(SOON).until(() -> watcher.isListening(CHANNEL));
    }

    private void appendElsewhere(long sequence) {
        try (EventAppender other = new EventAppender(
                database.service(),
                AppenderSettings.DEFAULT,
                Clock.systemUTC(),
                new SimpleMeterRegistry(),
                position -> {})) {
            other.append(
                    EventAppenderTest.append(new OrganisationId("demo"), EventAppenderTest.event("order/1", sequence)));
        }
    }

    @Test
    void hearsWhatOthersSayAndThatTheyAppend() {
        listen();
        say("one");
        say("two");
        hears("one", "two");
        appendElsewhere(0);
        await().atMost(SOON).until(() -> watcher.head() == 1);
    }

    @Test
    void hearsAgainInAnotherSessionWhenItsOwnWasEnded() {
        listen();
        say("one");
        hears("one");
        int before = sessions().getFirst();
        int told = changes.get();
        database.asOwner("select pg_terminate_backend(" + before + ")");
        appendElsewhere(0); // perhaps while it hears nothing
        hearsInAnotherSession(before);
        assertThat(changes).as("told that something may have been missed").hasValueGreaterThan(told);
        say("two");
        hears("one", "two");
        await().atMost(SOON).until(() -> watcher.head() == 1);
    }

    /** As when the way to the server is cut: nothing comes any more, not even an end. */
    @Test
    void doesNotWaitForEverForASessionThatIsSilent() throws IOException {
        try (Way way = new Way(service.getServerNames()[0], service.getPortNumbers()[0])) {
            service.setServerNames(new String[] {"localhost"});
            service.setPortNumbers(new int[] {way.port()});
            listen();
            say("one");
            hears("one");
            int before = sessions().getFirst();
            int told = changes.get();
            way.cut();
            appendElsewhere(0);
            hearsInAnotherSession(before);
            assertThat(changes).hasValueGreaterThan(told);
            say("two");
            hears("one", "two");
            await().atMost(SOON).until(() -> watcher.head() == 1);
        }
    }

    @Test
    void tellsTheOthersWhenOneOfThemFails() {
        watcher.subscribe(() -> {
            throw new IllegalStateException("not now");
        });
        AtomicInteger grown = new AtomicInteger();
        watcher.subscribe(grown::incrementAndGet);
        watcher.on(
                "ledger_failing",
                text -> {
                    throw new IllegalStateException("not now");
                },
                () -> {
                    throw new IllegalStateException("not now");
                });
        listen();
        database.asOwner("notify ledger_failing, 'one'");
        say("two");
        hears("two");
        appendElsewhere(0);
        await().atMost(SOON).until(() -> grown.get() == 1);
    }

    /** Between a node and its server. Those who are on it when it is cut hear nothing any more; who comes later gets through. */
    private static final class Way implements AutoCloseable {

        private final String host;
        private final int server;
        private final ServerSocket entrance = new ServerSocket(0);
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private volatile AtomicBoolean open = new AtomicBoolean(true);

        Way(String host, int server) throws IOException {
            this.host = host;
            this.server = server;
            Thread.startVirtualThread(this::run);
        }

        int port() {
            return entrance.getLocalPort();
        }

        void cut() {
            open.set(false);
            open = new AtomicBoolean(true);
        }

        private void run() {
            try {
                while (true) {
                    Socket node = entrance.accept();
                    Socket there = new Socket(host, server);
                    sockets.addAll(List.of(node, there));
                    AtomicBoolean passable = open;
                    Thread.startVirtualThread(() -> carry(node, there, passable));
                    Thread.startVirtualThread(() -> carry(there, node, passable));
                }
            } catch (IOException e) {
                // it was closed
            }
        }

        private static void carry(Socket from, Socket to, AtomicBoolean passable) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] some = new byte[1 << 13];
                for (int n = in.read(some); n > 0; n = in.read(some)) {
                    if (passable.get()) {
                        out.write(some, 0, n);
                    }
                }
            } catch (IOException e) {
                // one of them was closed
            }
        }

        @Override
        public void close() throws IOException {
            entrance.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
