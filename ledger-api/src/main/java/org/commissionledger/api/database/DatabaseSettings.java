package org.commissionledger.api.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * A PostgreSQL that is given. Without {@code url} the service starts one of its own.
 *
 * @param username what the service works as
 * @param password of {@code username}
 */
@ConfigurationProperties("spring.datasource")
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password) {

    /**
     * A login that owns the tables and runs migrations, so that the one that the service works as cannot touch the history. Without
     * it the service's own login does both.
     */
    @ConfigurationProperties("spring.flyway")
    public record Owner(@Nullable String user, @Nullable String password) {}
}
