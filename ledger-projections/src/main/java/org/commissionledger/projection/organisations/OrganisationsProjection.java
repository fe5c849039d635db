package org.commissionledger.projection.organisations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.organisation.OrganisationEvent;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationEvent.ClientRegistered;
import org.commissionledger.organisation.OrganisationEvent.ClientRevoked;
import org.commissionledger.organisation.OrganisationEvent.OrganisationCreated;
import org.commissionledger.organisation.OrganisationEvent.SettingsChanged;
import org.commissionledger.organisation.Settings;
import org.commissionledger.organisation.UserEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;

/** Organisations with their settings, and the clients that are not revoked. These events are few: each is written by itself. */
public final class OrganisationsProjection implements Projection {

    public static final String NAME = "organisations";

    private final EventCodec codec;

    public OrganisationsProjection(EventCodec codec) {
        this.codec = codec;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return OrganisationEvent.class.isAssignableFrom(type);
    }

    @Override
    public Fold newFold() {
        return new OrganisationsFold();
    }

    private record Change(RecordedEvent recorded, OrganisationEvent event) {
        String organisation() {
            return recorded.organisation().value();
        }
    }

    private final class OrganisationsFold implements Fold {

        private final List<Change> changes = new ArrayList<>();

        @Override
        public void add(RecordedEvent recorded, LedgerEvent event) {
            changes.add(new Change(recorded, (OrganisationEvent) event));
        }

        @Override
        public void write(Connection connection, String schema) throws SQLException {
            for (Change change : changes) {
                switch (change.event()) {
                    case OrganisationCreated e -> organisation(connection, schema, change, e.name());
                    case SettingsChanged e -> settings(connection, schema, change, e.settings());
                    case ClientRegistered e -> client(connection, schema, change, e.client());
                    case ClientRevoked e ->
                        revoke(connection, schema, change, e.clientId().value());
                    case UserEvent e -> {} // read from the history itself: OrganisationUsers
                }
            }
        }

        private void organisation(Connection connection, String schema, Change change, String name)
                throws SQLException {
            Columns.of(List.of(change))
                    .text(Change::organisation)
                    .text(c -> name)
                    .text(c -> codec.encode(Settings.NONE))
                    .bigint(c -> c.recorded().position())
                    .execute(
                            connection,
                            "insert into " + schema + ".organisation (organisation, name, settings, position)"
                                    + " select o, n, s::json, p from unnest(?::text[], ?::text[], ?::text[], ?::bigint[])"
                                    + " as b(o, n, s, p)");
        }

        private void settings(Connection connection, String schema, Change change, Settings settings)
                throws SQLException {
            Columns.of(List.of(change))
                    .text(c -> codec.encode(settings))
                    .bigint(c -> c.recorded().position())
                    .text(Change::organisation)
                    .execute(
                            connection,
                            "update " + schema + ".organisation t set settings = b.s::json, position = b.p"
                                    + " from :rows as b(s, p, o)"
                                    + " where t.organisation = b.o");
        }

        private void client(Connection connection, String schema, Change change, Client client) throws SQLException {
            Columns.of(List.of(change))
                    .text(Change::organisation)
                    .text(c -> client.clientId().value())
                    .text(c -> client.name())
                    .text(c -> client.role().name())
                    .text(c -> client.providerId())
                    .text(c -> client.accountId())
                    .time(c -> c.recorded().recordedAt())
                    .execute(
                            connection,
                            "insert into " + schema + ".client"
                                    + " (organisation, client_id, name, role, provider_id, account_id, created_at)"
                                    + " select o, c, n, r, p, a, " + Columns.time("t")
                                    + " from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                                    + " ?::bigint[]) as b(o, c, n, r, p, a, t)");
        }

        private void revoke(Connection connection, String schema, Change change, String clientId) throws SQLException {
            Columns.of(List.of(change))
                    .text(Change::organisation)
                    .text(c -> clientId)
                    .execute(
                            connection,
                            "delete from " + schema + ".client t using :rows as b(o, c)"
                                    + " where t.organisation = b.o and t.client_id = b.c");
        }
    }
}
