package org.commissionledger.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how far the store has grown: told at once by this node's appender, by one NOTIFY a batch from other nodes, and by a look
 * every second should a notification be lost. Other channels, such as revoked clients, share its connection.
 */
public final class StoreWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWatcher.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int ANSWER_SECONDS = 5;

    private final DataSource dataSource;
    private final EventReader reader;
    private final AtomicLong head = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Consumer<String>> channels = new ConcurrentHashMap<>();
    private final List<Runnable> onConnectionChange = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean open = true;
    private volatile Set<String> heard = Set.of();
    private volatile @Nullable Connection listening;

    /** @param dataSource unpooled: the watcher keeps one session of its own */
    public StoreWatcher(DataSource dataSource, EventReader reader) {
        this.dataSource = dataSource;
        this.reader = reader;
        this.thread = Thread.ofPlatform().name("ledger-watcher").daemon().unstarted(this::run);
    }

    public StoreWatcher start() {
        thread.start();
        return this;
    }

    /** The newest position that this node has heard of. */
    public long head() {
        return head.get();
    }

    /** Whether notifications on the channel arrive at present; what depends on them must not trust its caches otherwise. */
    public boolean isListening(String channel) {
        return heard.contains(channel);
    }

    /** @param listener runs on the thread that learned of the growth: it must be quick */
    public Runnable subscribe(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Hears what is sent by {@code NOTIFY channel}, from the watcher's next look on when it has started already; {@code onReconnect}
     * runs when messages may have been missed.
     */
    public void on(String channel, Consumer<String> listener, Runnable onReconnect) {
        channels.put(channel, listener);
        onConnectionChange.add(onReconnect);
    }

    /** Tells that the store has grown to {@code position}. */
    public void advancedTo(long position) {
        long before = head.getAndAccumulate(position, Math::max);
        if (position > before) {
            listeners.forEach(StoreWatcher::tell);
        }
    }

    /** Whatever one of those who are told makes of it, the others hear of it too. */
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("Something that wanted to hear of the store failed", e);
        }
    }

    private void run() {
        while (open) {
            try (Connection connection = dataSource.getConnection()) {
                listening = connection;
                listen(connection);
            } catch (SQLException | StoreReadException e) {
                if (open) {
                    LOG.warn("The connection for notifications was lost; trying again: {}", e.getMessage());
                    pause();
                }
            } finally {
                heard = Set.of();
                onConnectionChange.forEach(StoreWatcher::tell);
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + AppendStatements.CHANNEL);
        }
        PGConnection notifications = connection.unwrap(PGConnection.class);
        advancedTo(reader.head());
        while (open) {
            listenToNewChannels(connection);
            PGNotification[] received = notifications.getNotifications((int) POLL.toMillis());
            if (received == null || received.length == 0) {
                if (!connection.isValid(ANSWER_SECONDS)) { // it is only listened to, and would be silent for ever
                    throw new SQLException("the session does not answer");
                }
                advancedTo(reader.head());
            } else {
                for (PGNotification notification : received) {
                    dispatch(notification);
                }
            }
        }
    }

    private void listenToNewChannels(Connection connection) throws SQLException {
        Set<String> wanted = Set.copyOf(channels.keySet());
        if (heard.equals(wanted)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (String channel : wanted) {
                statement.execute("listen " + channel);
            }
        }
        onConnectionChange.forEach(StoreWatcher::tell);
        heard = wanted;
    }

    private void dispatch(PGNotification notification) {
        String told = notification.getParameter();
        if (notification.getName().equals(AppendStatements.CHANNEL)) {
            tell(() -> advancedTo(Long.parseLong(told)));
        } else {
            Consumer<String> listener = channels.get(notification.getName());
            if (listener != null) {
                tell(() -> listener.accept(told));
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the session under the thread, which would wait for notifications otherwise. */
    @Override
    public void close() {
        open = false;
        try {
            Connection session = listening;
            if (session != null) {
                session.close();
            }
        } catch (SQLException e) {
            LOG.debug("Closing the connection for notifications", e);
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
