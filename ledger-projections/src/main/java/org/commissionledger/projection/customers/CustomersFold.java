package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.Person;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.customers.Members.Id;
import org.commissionledger.projection.customers.Members.Member;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.NewRows;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, and who turned out to be whom. What is done under an id counts for whom the id belongs to, whether that becomes known
 * before or after: the tables come out the same in whatever order the streams of different customers are taken.
 */
final class CustomersFold implements Fold {

    private final EventCodec codec;
    private final @Nullable PersonKeys keys;
    private final List<Happened> happened = new ArrayList<>();
    private final Map<StreamId, Identity> identities = new LinkedHashMap<>();
    private final Map<StreamId, Merge> merges = new LinkedHashMap<>();

    /** Who a customer is after the batch; nothing when the person is forgotten. */
    private record Identity(
            StreamId stream, CustomerId customer, @Nullable CustomerIdentified details) {}

    private record Merge(StreamId stream, CustomerId anonymous, CustomerId known) {}

    CustomersFold(EventCodec codec, @Nullable PersonKeys keys) {
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
            case EventRecorded e -> happened.add(Happened.of(recorded, e, codec));
            case CustomerIdentified e -> {
                happened.add(Happened.of(recorded, e));
                identities.put(stream, new Identity(stream, e.customerId(), e));
            }
            case CustomerMerged e -> {} // the anonymous one's stream says the same
            case CustomerMergedInto e -> merges.put(stream, new Merge(stream, e.customerId(), e.knownId()));
            case PersonalDataErased e -> identities.put(stream, new Identity(stream, e.customerId(), null));
        }
    }

    @Override
    public Set<String> looksUpBy() {
        return merges.isEmpty() && touched().isEmpty() ? Set.of() : Set.of(CustomersProjection.ENTRY_PK);
    }

    /** Everything rests on what other segments write: see {@link #writeShared}. */
    @Override
    public void write(Connection connection, String schema) {}

    /**
     * One segment at a time: what one writes rests on the merges that another has written. A batch is small beside the tables, which the
     * planner cannot know: rows are looked up by their keys.
     */
    @Override
    public void writeShared(Connection connection, String schema) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("""
                select pg_advisory_xact_lock(hashtextextended(?, 0)), set_config('enable_seqscan', 'off', true),
                       set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)""")) {
            lock.setString(1, lock(schema));
            lock.execute();
        }
        Members members = Members.of(connection, schema, ids());
        CellChanges cells = new CellChanges();
        writeIdentities(connection, schema);
        merge(connection, schema, members, cells);
        writeHappened(connection, schema, members);
        count(members, cells);
        members.write(connection, schema, cells);
        cells.write(connection, schema);
        ForgottenProperties.purge(connection, schema, touched());
    }

    /** What whoever writes the tables holds. */
    static String lock(String schema) {
        return "fold of " + schema;
    }

    /** Whose entries may now be those of somebody who was forgotten. */
    private Set<StreamId> touched() {
        Set<StreamId> touched = new LinkedHashSet<>(merges.keySet());
        identities.values().stream().filter(i -> i.details() == null).forEach(i -> touched.add(i.stream()));
        happened.stream()
                .filter(h -> h.properties() != null)
                .forEach(h -> touched.add(CustomerCommand.stream(h.recorded().organisation(), h.customer())));
        return touched;
    }

    /** In an order that does not depend on hash codes, so that numbers are given alike. */
    private Set<Id> ids() {
        Set<Id> ids = new LinkedHashSet<>();
        identities.values().forEach(i -> ids.add(Id.of(i.stream().organisation(), i.customer())));
        merges.values().forEach(m -> {
            ids.add(Id.of(m.stream().organisation(), m.anonymous()));
            ids.add(Id.of(m.stream().organisation(), m.known()));
        });
        happened.forEach(h -> ids.add(id(h)));
        return ids;
    }

    private static Id id(Happened h) {
        return Id.of(h.recorded().organisation(), h.customer());
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
                        update %s.customer c
                           set email = b.email, name = b.name, email_hash = b.email_hash, erased = b.erased::boolean
                          from :rows as b(organisation, customer_id, email, name, email_hash, erased)
                         where c.organisation = b.organisation and c.customer_id = b.customer_id""".formatted(schema));
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
        if (details == null || keys == null) {
            return null;
        }
        return keys.open(person(identity), CustomerIdentified.emailIn(identity.stream()), details.email())
                .map(email -> keys.emailHash(identity.stream().organisation(), new EmailAddress(email))
                        .value())
                .orElse(null);
    }

    /** What the anonymous one did so far counts for the known one, in every set. */
    private void merge(Connection connection, String schema, Members members, CellChanges cells) throws SQLException {
        Columns.of(merges.values())
                .text(m -> m.stream().organisation().value())
                .bigint(m -> members.get(Id.of(m.stream().organisation(), m.anonymous())).number)
                .query(connection, """
                        select e.organisation, e.customer_id, e.at, e.stage, e.seen, e.category_id, e.integration_id
                          from :rows as b(organisation, number)
                          join %s.entry e on e.organisation = b.organisation and e.number = b.number::integer
                         where e.seen or e.stage > 0""".formatted(schema), row -> {
                    Id anonymous = new Id(row.getString(1), row.getString(2));
                    Merge merge = merges.get(CustomerCommand.stream(
                            new OrganisationId(anonymous.organisation()), new CustomerId(anonymous.customer())));
                    List<Cell> moved = Cell.all(
                            anonymous.organisation(),
                            row.getObject(3, OffsetDateTime.class).toInstant(),
                            row.getString(6),
                            row.getString(7),
                            Cell.did(row.getInt(4), row.getBoolean(5)));
                    cells.remove(moved, members.get(anonymous).number);
                    cells.add(moved, members.get(known(merge)).number);
                });
        Columns.of(merges.values())
                .text(m -> m.stream().organisation().value())
                .bigint(m -> members.get(Id.of(m.stream().organisation(), m.anonymous())).number)
                .bigint(m -> members.get(known(m)).number)
                .execute(connection, """
                        insert into %s.merged_number (organisation, number, known)
                        select organisation, number::integer, known::integer
                          from :rows as b(organisation, number, known)""".formatted(schema));
        for (Merge merge : merges.values()) {
            Member anonymous = members.get(Id.of(merge.stream().organisation(), merge.anonymous()));
            anonymous.mergeInto(members.get(known(merge)));
        }
    }

    private static Id known(@Nullable Merge merge) {
        if (merge == null) {
            throw new IllegalStateException("an entry of a customer who is not merged");
        }
        return Id.of(merge.stream().organisation(), merge.known());
    }

    private void count(Members members, CellChanges cells) {
        for (Happened h : happened) {
            if (!h.seen() && h.stage() == 0) {
                continue;
            }
            Member owner = members.owner(id(h));
            if (h.seen()) {
                owner.seen(h.at());
            }
            if (h.eventId() != null) {
                owner.acted();
            }
            cells.add(
                    Cell.all(
                            owner.id.organisation(),
                            h.at(),
                            text(h.category()),
                            text(h.integration()),
                            Cell.did(h.stage(), h.seen())),
                    owner.number);
        }
    }

    private void writeHappened(Connection connection, String schema, Members members) throws SQLException {
        NewRows.of(happened)
                .text("organisation", h -> h.recorded().organisation().value())
                .text("customer_id", h -> h.customer().value())
                .time("at", Happened::at)
                .bigint("position", h -> h.recorded().position())
                .text("type", Happened::type)
                .smallint("stage", Happened::stage)
                .bool("seen", Happened::seen)
                .text("event_id", Happened::eventId)
                .text("order_id", Happened::orderId)
                .text("product_id", h -> text(h.product()))
                .text("category_id", h -> text(h.category()))
                .text("integration_id", h -> text(h.integration()))
                .text("channel", Happened::channel)
                .optionalBigint("amount", Happened::amount)
                .text("currency", Happened::currency)
                .text("properties", Happened::properties)
                .time("recorded_at", h -> h.recorded().recordedAt())
                .integer("number", h -> members.get(id(h)).number)
                .into(connection, schema + ".entry");
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
