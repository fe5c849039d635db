package org.commissionledger.testing;

import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** A database whose connections are lost at the next commits, when it is told so. */
public final class LossyDatabase implements DataSource {

    /** Before PostgreSQL heard of the commit, or after it was done, or before because the transaction was silent for too long. */
    public enum Lost {
        BEFORE,
        AFTER,
        IDLE
    }

    private final DataSource real;
    private final ConcurrentLinkedQueue<Lost> losses = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Connection newest;

    public LossyDatabase(DataSource real) {
        this.real = real;
    }

    /** Once more. */
    public void lose(Lost lost) {
        losses.add(lost);
    }

    /** The connection that was given last, as it is. */
    public Connection newest() {
        return Objects.requireNonNull(newest);
    }

    /** Losses that have not come yet. */
    public int pending() {
        return losses.size();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return lossy(real.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return lossy(real.getConnection(user, password));
    }

    private Connection lossy(Connection connection) {
        newest = connection;
        return proxy(Connection.class, (method, args) -> {
            Object result = call(connection, method, args);
            boolean commits = method.getName().equals("prepareStatement") && ((String) args[0]).endsWith("commit");
            return commits ? lossy(connection, (PreparedStatement) result) : result;
        });
    }

    private PreparedStatement lossy(Connection connection, PreparedStatement statement) {
        return proxy(PreparedStatement.class, (method, args) -> {
            Lost lost = method.getName().equals("execute") ? losses.poll() : null;
            if (lost == Lost.IDLE) {
                beSilentForTooLong(connection);
            }
            if (lost == null || lost == Lost.IDLE) {
                return call(statement, method, args);
            }
            if (lost == Lost.AFTER) {
                call(statement, method, args);
            }
            connection.close();
            throw new SQLException("the connection was lost", "08006");
        });
    }

    /** PostgreSQL itself ends the session, only sooner than it would. */
    private void beSilentForTooLong(Connection connection) throws SQLException {
        int session = connection.unwrap(PGConnection.class).getBackendPID();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local idle_in_transaction_session_timeout = '1ms'");
        }
        await().until(() -> hasEnded(session));
    }

    private boolean hasEnded(int session) throws SQLException {
        try (Connection connection = real.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select from pg_stat_activity where pid = " + session)) {
            return !rows.next();
        }
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

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
