package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.commissionledger.eventstore.Append.Outcome;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** The connection is lost at COMMIT, before PostgreSQL heard of it or after it was done: who sends again never writes twice. */
class UnknownOutcomeTest {

    private static final OrganisationId DEMO = new OrganisationId("demo");
    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final String STREAM = "customer-events/c-1";

    private enum Lost {
        BEFORE,
        AFTER
    }

    private final TestDatabase database = TestDatabase.migrated();
    private final EventReader reader = new EventReader(database.service());
    private final ConcurrentLinkedQueue<Lost> losses = new ConcurrentLinkedQueue<>();

    private EventAppender appender() {
        DataSource real = database.service();
        DataSource lossy = proxy(
                DataSource.class,
                (method, args) -> method.getName().equals("getConnection")
                        ? lossy((Connection) call(real, method, args))
                        : call(real, method, args));
        return new EventAppender(
                lossy, AppenderSettings.DEFAULT, Clock.systemUTC(), new SimpleMeterRegistry(), position -> {});
    }

    private Connection lossy(Connection real) {
        return proxy(Connection.class, (method, args) -> {
            Object result = call(real, method, args);
            boolean commits = method.getName().equals("prepareStatement") && ((String) args[0]).endsWith("commit");
            return commits ? lossy(real, (PreparedStatement) result) : result;
        });
    }

    private PreparedStatement lossy(Connection connection, PreparedStatement real) {
        return proxy(PreparedStatement.class, (method, args) -> {
            Lost lost = method.getName().equals("execute") ? losses.poll() : null;
            if (lost == null) {
                return call(real, method, args);
            }
            if (lost == Lost.AFTER) {
                call(real, method, args);
            }
            connection.close();
            throw new SQLException("the connection was lost", "08006");
        });
    }

    @FunctionalInterface
    private interface Call {
        Object with(Method method, Object[] args) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> call.with(method, args)));
    }

    private static Object call(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static NewEvent once(int key) {
        return new NewEvent(
                UuidV7.next(), STREAM, NewEvent.AT_END, "customer.event-recorded", 1, AT, "{}", "{}", new UUID(7, key));
    }

    private static Outcome append(EventAppender appender, NewEvent... events) {
        return appender.submit(new Append(DEMO, List.of(events), Map.of(), null))
                .join();
    }

    private static int written(Outcome outcome, int sent) {
        return sent - ((Outcome.Appended) outcome).receipt().leftOut().size();
    }

    @Test
    void whatWasCommittedAfterAllIsToldAsSuch() {
        try (EventAppender appender = appender()) {
            losses.add(Lost.AFTER);
            assertThat(written(append(appender, once(1), once(2)), 2)).isEqualTo(2);
            assertThat(written(append(appender, once(1), once(2), once(3)), 3)).isEqualTo(1);
        }
        assertThat(reader.head()).isEqualTo(3);
        ChainCheck.assertWhole(reader, DEMO);
    }

    @Test
    void whatWasNotIsWrittenWhenItIsSentAgain() {
        try (EventAppender appender = appender()) {
            losses.add(Lost.BEFORE);
            assertThatThrownBy(() -> append(appender, once(1)))
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.outcomeUnknown()).isFalse());
            assertThat(reader.head()).isZero();
            assertThat(written(append(appender, once(1)), 1)).isEqualTo(1);
        }
        assertThat(reader.head()).isEqualTo(1);
    }

    @Test
    void eachEventIsWrittenOnceByManyWhoSendUntilTheyAreHeard() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            losses.add(random.nextBoolean() ? Lost.BEFORE : Lost.AFTER);
        }
        AtomicLong written = new AtomicLong();
        try (EventAppender here = appender();
                EventAppender there = appender();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int sender = 0; sender < 8; sender++) {
                EventAppender node = sender % 2 == 0 ? here : there;
                all.add(senders.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        written.addAndGet(sendUntilHeard(node, 2 * i));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(losses).as("seed %d: all connections were lost", seed).isEmpty();
        assertThat(written).as("seed %d", seed).hasValue(100);
        assertThat(reader.head()).as("seed %d", seed).isEqualTo(100);
        ChainCheck.assertWhole(reader, DEMO);
    }

    private static int sendUntilHeard(EventAppender node, int key) {
        while (true) {
            try {
                return written(append(node, once(key), once(key + 1)), 2);
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
            }
        }
    }
}
