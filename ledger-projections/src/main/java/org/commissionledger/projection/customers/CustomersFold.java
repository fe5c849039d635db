package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerEvent;
import org.commissionledger.customer.CustomerEvent.CustomerIdentified;
import org.commissionledger.customer.CustomerEvent.CustomerMerged;
import org.commissionledger.customer.CustomerEvent.CustomerMergedInto;
import org.commissionledger.customer.CustomerEvent.EventRecorded;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.Person;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, and who turned out to be whom. What is done under an id counts for whom the id belongs to, whether that becomes known
 * before or after: the tables come out the same in whatever order the streams of different customers are taken.
 */
final class CustomersFold implements Fold {

    private final EventCodec codec;
    private final PersonKeys keys;
    private final List<Happened> happened = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<StreamId, Identity> identities = new LinkedHashMap<>();
    private final Map<StreamId, Merge> merges = new LinkedHashMap<>();

    /** Who a customer is after the batch; nothing when the person is forgotten. */
    private record Identity(
            StreamId stream, CustomerId customer, @Nullable CustomerIdentified details) {}

    private record Merge(StreamId stream, CustomerId anonymous, CustomerId known) {}

    CustomersFold(EventCodec codec, PersonKeys keys) {
        this.codec = codec;
        this.keys = keys;
    }

    @Override
    public void add(RecordedEvent recorded, LedgerEvent event) {
        if (event instanceof OrderEvent order) {
            happened.add(Happened.of(recorded, order));
            return;
        }
        StreamId stream = recorded.streamId();
        switch ((CustomerEvent) event) {
            case EventRecorded e -> {
                if (taken.add(stream + " " + e.eventId())) {
                    happened.add(Happened.of(recorded, e, codec));
                }
            }
            case CustomerIdentified e -> {
                happened.add(Happened.of(recorded, e));
                identities.put(stream, new Identity(stream, e.customerId(), e));
            }
            case CustomerMerged e -> {} // the anonymous one's stream says the same
            case CustomerMergedInto e -> merges.put(stream, new Merge(stream, e.customerId(), e.knownId()));
            case PersonalDataErased e -> identities.put(stream, new Identity(stream, e.customerId(), null));
        }
    }

    /** Everything rests on what other segments write: see {@link #writeShared}. */
    @Override
    public void write(Connection connection, String schema) {}

    /** One segment at a time: what one writes rests on the merges that another has written. */
    @Override
    public void writeShared(Connection connection, String schema) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "fold of " + schema);
            lock.execute();
        }
        writeIdentities(connection, schema);
        writeMerges(connection, schema);
        writeHappened(connection, schema);
        ForgottenProperties.purge(connection, schema, touched());
    }

    /** Whose entries may now be those of somebody who was forgotten. */
    private Set<StreamId> touched() {
        Set<StreamId> touched = new HashSet<>(merges.keySet());
        identities.values().stream().filter(i -> i.details() == null).forEach(i -> touched.add(i.stream()));
        happened.stream()
                .filter(h -> h.properties() != null)
                .forEach(h -> touched.add(CustomerCommand.stream(h.recorded().organisation(), h.customer())));
        return touched;
    }

    private void writeIdentities(Connection connection, String schema) throws SQLException {
        Columns.of(identities.values())
                .text(i -> i.stream().organisation().value())
                .text(i -> i.customer().value())
                .text(i -> i.details() == null ? null : i.details().email().value())
                .text(CustomersFold::name)
                .text(this::emailHash)
                .text(i -> Boolean.toString(i.details() == null))
                .execute(connection, """
                        insert into %s.customer as c (organisation, customer_id, email, name, email_hash, erased)
                        select organisation, customer_id, email, name, email_hash, erased::boolean
                          from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                            as b(organisation, customer_id, email, name, email_hash, erased)
                        on conflict (organisation, customer_id) do update
                           set email = excluded.email, name = excluded.name, email_hash = excluded.email_hash,
                               erased = excluded.erased""".formatted(schema));
    }

    private static @Nullable String name(Identity identity) {
        CustomerIdentified details = identity.details();
        return details == null || details.name() == null ? null : details.name().value();
    }

    private static Person person(Identity identity) {
        return CustomerCommand.person(identity.stream().organisation(), identity.customer());
    }

    /** Nothing for a person who is to be forgotten later in the history: their key is gone. */
    private @Nullable String emailHash(Identity identity) {
        CustomerIdentified details = identity.details();
        if (details == null) {
            return null;
        }
        return keys.open(person(identity), CustomerIdentified.emailIn(identity.stream()), details.email())
                .map(email -> keys.emailHash(identity.stream().organisation(), new EmailAddress(email))
                        .value())
                .orElse(null);
    }

    /** What was counted for the anonymous one moves to the known one. */
    private void writeMerges(Connection connection, String schema) throws SQLException {
        Columns.of(merges.values())
                .text(m -> m.stream().organisation().value())
                .text(m -> m.anonymous().value())
                .text(m -> m.known().value())
                .execute(connection, """
                        with b as (
                            select * from unnest(?::text[], ?::text[], ?::text[]) as b(organisation, customer_id, known)
                        ), reached as (
                            delete from %1$s.reach r using b
                             where r.organisation = b.organisation and r.customer_id = b.customer_id
                            returning r.*, b.known
                        ), counted as (
                            insert into %1$s.reach as r
                                   (organisation, grain, bucket, customer_id, category_id, integration_id, stage, seen)
                            select organisation, grain, bucket, known, category_id, integration_id, max(stage), bool_or(seen)
                              from reached group by organisation, grain, bucket, known, category_id, integration_id
                            on conflict (organisation, grain, bucket, customer_id, category_id, integration_id) do update
                               set stage = greatest(r.stage, excluded.stage), seen = r.seen or excluded.seen
                        ), gone as (
                            select b.known, b.organisation, c.events, c.first_seen, c.last_seen
                              from b left join %1$s.customer c using (organisation, customer_id)
                        ), marked as (
                            insert into %1$s.customer as c (organisation, customer_id, merged_into)
                            select organisation, customer_id, known from b
                            on conflict (organisation, customer_id) do update
                               set merged_into = excluded.merged_into, events = 0, first_seen = null, last_seen = null
                        )
                        insert into %1$s.customer as c (organisation, customer_id, events, first_seen, last_seen)
                        select organisation, known, coalesce(sum(events), 0), min(first_seen), max(last_seen)
                          from gone group by organisation, known
                        on conflict (organisation, customer_id) do update
                           set events = c.events + excluded.events,
                               first_seen = least(c.first_seen, excluded.first_seen),
                               last_seen = greatest(c.last_seen, excluded.last_seen)""".formatted(schema));
    }

    private void writeHappened(Connection connection, String schema) throws SQLException {
        Columns.of(happened)
                .text(h -> h.recorded().organisation().value())
                .text(h -> h.customer().value())
                .time(Happened::at)
                .bigint(h -> h.recorded().position())
                .text(Happened::type)
                .bigint(Happened::stage)
                .text(h -> Boolean.toString(h.seen()))
                .text(Happened::eventId)
                .text(Happened::orderId)
                .text(h -> text(h.product()))
                .text(h -> text(h.category()))
                .text(h -> text(h.integration()))
                .text(Happened::channel)
                .text(h -> text(h.amount()))
                .text(Happened::currency)
                .text(Happened::properties)
                .time(h -> h.recorded().recordedAt())
                .execute(connection, """
                        with fresh as (
                            insert into %1$s.entry
                                   (organisation, customer_id, at, position, type, stage, seen, event_id, order_id, product_id,
                                    category_id, integration_id, channel, amount, currency, properties, recorded_at)
                            select organisation, customer_id, %2$s, position, type, stage::smallint, seen::boolean, event_id,
                                   order_id, product_id, category_id, integration_id, channel, amount::bigint, currency,
                                   properties, %3$s
                              from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::text[],
                                          ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                          ?::text[], ?::text[], ?::bigint[])
                                as b(organisation, customer_id, at, position, type, stage, seen, event_id, order_id,
                                     product_id, category_id, integration_id, channel, amount, currency, properties,
                                     recorded_at)
                            on conflict do nothing
                            returning organisation, customer_id, at, stage, seen, event_id, category_id, integration_id
                        ), acted as (
                            select f.organisation, coalesce(c.merged_into, f.customer_id) as customer_id, f.at, f.stage,
                                   f.seen, f.event_id, coalesce(f.category_id, '') as category_id,
                                   coalesce(f.integration_id, '') as integration_id
                              from fresh f left join %1$s.customer c
                                on c.organisation = f.organisation and c.customer_id = f.customer_id
                             where f.seen or f.stage > 0
                        ), reached as (
                            insert into %1$s.reach as r
                                   (organisation, grain, bucket, customer_id, category_id, integration_id, stage, seen)
                            select organisation, grain, date_trunc(grain, at, 'UTC'), customer_id, category_id,
                                   integration_id, max(stage), bool_or(seen)
                              from acted cross join (values ('MONTH'), ('DAY')) as grains(grain)
                             group by 1, 2, 3, 4, 5, 6
                            on conflict (organisation, grain, bucket, customer_id, category_id, integration_id) do update
                               set stage = greatest(r.stage, excluded.stage), seen = r.seen or excluded.seen
                             where excluded.stage > r.stage or (excluded.seen and not r.seen)
                        )
                        insert into %1$s.customer as c (organisation, customer_id, events, first_seen, last_seen)
                        select organisation, customer_id, count(event_id), min(at) filter (where seen),
                               max(at) filter (where seen)
                          from acted group by organisation, customer_id
                        on conflict (organisation, customer_id) do update
                           set events = c.events + excluded.events,
                               first_seen = least(c.first_seen, excluded.first_seen),
                               last_seen = greatest(c.last_seen, excluded.last_seen)""".formatted(schema, Columns.time("at"), Columns.time("recorded_at")));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
