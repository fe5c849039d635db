package org.commissionledger.api.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The PostgreSQL that the service works on, with its two logins.
 *
 * @param embedded whether it is the service's own
 */
public record Database(String url, Login service, Login owner, boolean embedded) {

    /** A PostgreSQL login. */
    public record Login(@Nullable String user, @Nullable String password) {}

    /** What migrations run as. */
    public DataSource ownerConnections() {
        return simple(owner);
    }

    /** Sessions that are kept by whoever opens them. */
    public DataSource unpooled() {
        return simple(service);
    }

    HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("ledger");
        config.setDataSource(simple(service));
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(5_000);
        config.setAutoCommit(true);
        return new HikariDataSource(config);
    }

    private DataSource simple(Login login) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setApplicationName("commission-ledger");
        dataSource.setTcpKeepAlive(true);
        dataSource.setLogServerErrorDetail(false); // it repeats rows, which belong neither into logs nor into answers
        if (login.user() != null) {
            dataSource.setUser(login.user());
        }
        if (login.password() != null) {
            dataSource.setPassword(login.password());
        }
        return dataSource;
    }
}
