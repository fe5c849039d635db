package org.commissionledger.api.database;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.eventstore.Migrations;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Finds or starts PostgreSQL, brings it up to date, and opens the pool. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    private static final int OLDEST = 15;

    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("'${spring.datasource.url:}'.isBlank()")
    EmbeddedDatabase embeddedDatabase(LedgerSettings settings) {
        return EmbeddedDatabase.start(Path.of(settings.dataDirectory()));
    }

    @Bean
    Database database(
            DatabaseSettings settings, DatabaseSettings.Owner owner, ObjectProvider<EmbeddedDatabase> embedded) {
        EmbeddedDatabase own = embedded.getIfAvailable();
        if (own != null) {
            return new Database(
                    own.url(),
                    new Database.Login(EmbeddedDatabase.SERVICE, null),
                    new Database.Login(EmbeddedDatabase.OWNER, null),
                    true);
        }
        Database.Login service = new Database.Login(settings.username(), settings.password());
        Database.Login migrating = owner.user() == null ? service : new Database.Login(owner.user(), owner.password());
        return new Database(String.valueOf(settings.url()), service, migrating, false);
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(Database database, LedgerSettings settings) {
        String serviceRole = check(database);
        Migrations.run(database.ownerConnections(), serviceRole);
        return database.pool(settings.poolSize());
    }

    /** @return the role that the service works as */
    private static String check(Database database) {
        try (Connection connection = database.unpooled().getConnection()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                throw new DatabaseStartException(
                        "PostgreSQL " + version + " is too old; the ledger needs " + OLDEST + " or newer.", null);
            }
            return connection.getMetaData().getUserName();
        } catch (SQLException e) {
            throw new DatabaseStartException(
                    "the database at " + database.url() + " cannot be reached: " + e.getMessage()
                            + ". Look at SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.",
                    e);
        }
    }
}
