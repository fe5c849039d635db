package org.commissionledger.projection.organisations;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads organisations and their clients. */
public final class OrganisationQueries {

    private final JdbcClient sql;

    public OrganisationQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** A client that is not revoked. */
    public record ClientRow(
            String clientId,
            String name,
            String role,
            @Nullable String providerId,
            @Nullable String accountId,
            Instant createdAt) {}

    // Grain: one organisation. Index: organisation_pk.
    public Optional<String> settings(String organisation) {
        return sql.sql("select settings::text from ledger_organisations.organisation where organisation = ?")
                .param(organisation)
                .query(String.class)
                .optional();
    }

    // Grain: one client. Range: client_id behind after. Index: client_pk.
    public List<ClientRow> clients(String organisation, String after, int limit) {
        return sql.sql("select * from ledger_organisations.client where organisation = ? and client_id > ?"
                        + " order by client_id limit ?")
                .params(organisation, after, limit)
                .query((r, n) -> new ClientRow(
                        r.getString("client_id"),
                        r.getString("name"),
                        r.getString("role"),
                        r.getString("provider_id"),
                        r.getString("account_id"),
                        r.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    // Grain: one organisation. Index: organisation_pk.
    public List<String> ids() {
        return sql.sql("select organisation from ledger_organisations.organisation order by organisation")
                .query(String.class)
                .list();
    }
}
