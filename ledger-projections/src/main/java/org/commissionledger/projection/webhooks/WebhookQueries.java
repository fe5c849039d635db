package org.commissionledger.projection.webhooks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads endpoints, and the log of what they were sent. */
public final class WebhookQueries {

    private final JdbcClient sql;

    public WebhookQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    // Grain: one endpoint. Index: endpoint_pk.
    /** @param provider whose endpoints alone exist for the caller; null for who may see all */
    public Optional<EndpointRow> find(String organisation, @Nullable String provider, String webhookId) {
        return sql.sql("select * from ledger_webhooks.endpoint where webhook_id = ? and organisation = ?"
                        + " and (?::text is null or provider_id = ?)")
                .params(Arrays.asList(webhookId, organisation, provider, provider))
                .query((r, n) -> endpoint(r))
                .optional();
    }

    // Grain: one endpoint. Range: webhook_id behind after. Index: endpoint_organisation.
    public List<EndpointRow> list(
            String organisation, @Nullable String provider, @Nullable Boolean disabled, String after, int limit) {
        return sql.sql("select * from ledger_webhooks.endpoint where organisation = ? and webhook_id > ?"
                        + " and (?::text is null or provider_id = ?)"
                        + " and (?::boolean is null or (disabled_at is not null) = ?) order by webhook_id limit ?")
                .params(Arrays.asList(organisation, after, provider, provider, disabled, disabled, limit))
                .query((r, n) -> endpoint(r))
                .list();
    }

    /** How many endpoints the organisation, or a provider within it, has. */
    // Grain: one row. Index: endpoint_organisation.
    public long count(String organisation, @Nullable String provider) {
        return sql.sql("select count(*) from ledger_webhooks.endpoint where organisation = ?"
                        + " and provider_id is not distinct from ?")
                .params(Arrays.asList(organisation, provider))
                .query(Long.class)
                .single();
    }

    /** How many endpoints of all organisations are disabled. */
    public long disabled() {
        return sql.sql("select count(*) from ledger_webhooks.endpoint where disabled_at is not null")
                .query(Long.class)
                .single();
    }

    private static EndpointRow endpoint(ResultSet row) throws SQLException {
        return new EndpointRow(
                row.getString("webhook_id"),
                row.getString("provider_id"),
                row.getString("url"),
                List.of((String[]) row.getArray("types").getArray()),
                row.getString("description"),
                time(row, "registered_at"),
                row.getString("disabled_reason"),
                optionalTime(row, "disabled_at"));
    }

    /** Where a page of deliveries ended. */
    public record Place(Instant createdAt, UUID deliveryId) {}

    // Grain: one delivery, the newest first. Range: before the place. Index: webhook_delivery_log.
    public List<DeliveryRow> deliveries(
            String webhookId, @Nullable DeliveryState state, @Nullable Place before, int limit) {
        OffsetDateTime at = before == null ? null : before.createdAt().atOffset(ZoneOffset.UTC);
        UUID id = before == null ? null : before.deliveryId();
        String wanted = state == null ? null : state.name();
        return sql.sql("select * from ledger.webhook_delivery where webhook_id = ?"
                        + " and (?::timestamptz is null or (created_at, message_id) < (?::timestamptz, ?::uuid))"
                        + " and (?::text is null or state = ?) order by created_at desc, message_id desc limit ?")
                .params(Arrays.asList(webhookId, at, at, id, wanted, wanted, limit))
                .query((r, n) -> delivery(r))
                .list();
    }

    // Grain: one delivery. Index: webhook_delivery_pk.
    public Optional<DeliveryRow> delivery(String webhookId, UUID deliveryId) {
        return sql.sql("select * from ledger.webhook_delivery where webhook_id = ? and message_id = ?")
                .params(webhookId, deliveryId)
                .query((r, n) -> delivery(r))
                .optional();
    }

    private static DeliveryRow delivery(ResultSet row) throws SQLException {
        DeliveryState state = DeliveryState.valueOf(row.getString("state"));
        OffsetDateTime due = row.getObject("due_at", OffsetDateTime.class);
        boolean known =
                state == DeliveryState.PENDING && !row.getBoolean("in_flight") && !due.equals(OffsetDateTime.MAX);
        return new DeliveryRow(
                row.getObject("message_id", UUID.class),
                row.getString("type"),
                row.getString("stream"),
                state,
                row.getInt("attempts"),
                time(row, "created_at"),
                known ? due.toInstant() : null,
                optionalTime(row, "finished_at"));
    }

    /** The attempts of each delivery, in order; one that was never tried is left out. */
    // Grain: attempt. Index: webhook_attempt_pk.
    public Map<UUID, List<Attempt>> attempts(String webhookId, Collection<UUID> deliveries) {
        Map<UUID, List<Attempt>> found = new HashMap<>();
        sql.sql("select * from ledger.webhook_attempt where webhook_id = ? and message_id = any(?)"
                        + " order by message_id, attempt")
                .params(webhookId, deliveries.toArray(UUID[]::new))
                .query(row -> {
                    found.computeIfAbsent(row.getObject("message_id", UUID.class), id -> new ArrayList<>())
                            .add(attempt(row));
                });
        return found;
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        return new Attempt(
                time(row, "at"),
                row.getLong("duration_ms"),
                status == 0 ? null : status,
                row.getString("error"),
                row.getString("answer"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
