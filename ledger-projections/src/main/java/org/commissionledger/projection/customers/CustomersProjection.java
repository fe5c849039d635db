package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerEvent;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.Upkeep;
import org.commissionledger.projection.report.Select;
import org.jspecify.annotations.Nullable;

/** Customers, their timelines and the funnel; by a processor of its own, so that no amount of clicks holds up money. */
public final class CustomersProjection implements Projection {

    public static final String NAME = "customers";

    static final String ENTRY_PK = "entry_pk";

    /** So long after the last event of a day its customers are counted for the series. */
    private static final Duration CALM = Duration.ofSeconds(5);

    /** Below so many customers, the sets of a series are read as fast as their counts. */
    private static final int FEW = 100;

    private final EventCodec codec;
    private final @Nullable PersonKeys keys;

    /** @param keys none where addresses are not to be opened */
    public CustomersProjection(EventCodec codec, @Nullable PersonKeys keys) {
        this.codec = codec;
        this.keys = keys;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String processor() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return CustomerEvent.class.isAssignableFrom(type) || OrderEvent.class.isAssignableFrom(type);
    }

    /** Nothing of who they were is tried again, and nobody waits for it to be forgotten. */
    @Override
    public List<StreamId> settles(Class<? extends LedgerEvent> type, StreamId stream) {
        if (type != PersonalDataErased.class) {
            return List.of();
        }
        return List.of(stream, CustomerCommand.eventsStream(stream));
    }

    /** Nobody's address is opened and hashed only to be compared: what is compared of persons is what is sealed. */
    @Override
    public Projection toCompare() {
        return new CustomersProjection(codec, null);
    }

    /**
     * Numbers are given anew by each rebuild. What the upkeep has counted depends on when one looks; that it is right, {@link #contentOf}
     * says.
     */
    @Override
    public String content(String schema, String table) {
        return switch (table) {
            case "customer" ->
                "select organisation, customer_id, words, merged_into, email, name,"
                        + (keys == null ? "" : " email_hash,") + " erased, events, first_seen, last_seen from " + schema
                        + ".customer";
            case "entry" ->
                "select organisation, customer_id, at, position, type, stage, seen, event_id, order_id, product_id,"
                        + " category_id, integration_id, channel, amount, currency, properties, recorded_at from "
                        + schema + ".entry";
            case "active_day" -> "select organisation, day from " + schema + ".active_day";
            case "merged_number", "span" -> Projection.super.content(schema, table) + " where false";
            default -> Projection.super.content(schema, table);
        };
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return Optional.of(new SpanUpkeep(CALM, FEW));
    }

    @Override
    public Optional<Content> contentOf(String table) {
        return switch (table) {
            case "reach" -> Optional.of(CustomersProjection::sets);
            case "span_count" -> Optional.of(SpanCheck::wrong);
            default -> Optional.empty();
        };
    }

    /** One line for each customer in each set; an empty set says the same as none. */
    private static void sets(
            Connection connection, String schema, @Nullable OrganisationId organisation, Consumer<String> line)
            throws SQLException {
        String whose = organisation == null ? null : organisation.value();
        Map<String, Map<Integer, String>> customers = new HashMap<>();
        Select.of("select organisation, number, customer_id from " + schema + ".customer where true")
                .and("organisation = ?", whose)
                .each(connection, row -> {
                    customers
                            .computeIfAbsent(row.getString(1), o -> new HashMap<>())
                            .put(row.getInt(2), row.getString(3));
                    return true;
                });
        Select all = Select.of("select * from " + schema + ".reach where true").and("organisation = ?", whose);
        all.each(connection, row -> {
            Cell cell = CellChanges.cell(row);
            Map<Integer, String> of = customers.getOrDefault(cell.organisation(), Map.of());
            CustomerSet.read(row.getBytes("base"), row.getBytes("tail"))
                    .forEach((int number) -> line.accept(cell + " " + of.get(number)));
            return true;
        });
    }

    /** Who was merged into somebody who is forgotten is looked up. */
    @Override
    public Set<String> indexesOfFolds() {
        return Set.of("customer_merged");
    }

    @Override
    public Set<String> indexesOfFacts() {
        return Set.of(ENTRY_PK);
    }

    @Override
    public Fold newFold() {
        return new CustomersFold(codec, keys);
    }
}
