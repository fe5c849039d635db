package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerEvent;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;

/** Customers, their timelines and the funnel; by a processor of its own, so that no amount of clicks holds up money. */
public final class CustomersProjection implements Projection {

    public static final String NAME = "customers";

    private final EventCodec codec;
    private final PersonKeys keys;

    public CustomersProjection(EventCodec codec, PersonKeys keys) {
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

    /** Numbers are given anew by each rebuild. */
    @Override
    public String content(String schema, String table) {
        return table.equals("customer")
                ? "select organisation, customer_id, merged_into, email, name, email_hash, erased, events, first_seen,"
                        + " last_seen from " + schema + ".customer"
                : Projection.super.content(schema, table);
    }

    @Override
    public Optional<Content> contentOf(String table) {
        return table.equals("reach") ? Optional.of(CustomersProjection::sets) : Optional.empty();
    }

    /** One line for each customer in each set; an empty set says the same as none. */
    private static void sets(Connection connection, String schema, Consumer<String> line) throws SQLException {
        Map<String, Map<Integer, String>> customers = new HashMap<>();
        each(
                connection,
                "select organisation, number, customer_id from " + schema + ".customer",
                row -> customers
                        .computeIfAbsent(row.getString(1), o -> new HashMap<>())
                        .put(row.getInt(2), row.getString(3)));
        each(connection, "select * from " + schema + ".reach", row -> {
            Cell cell = CellChanges.cell(row);
            Map<Integer, String> of = customers.getOrDefault(cell.organisation(), Map.of());
            CustomerSet.read(row.getBytes("base"), row.getBytes("tail"))
                    .forEach((int number) -> line.accept(cell + " " + of.get(number)));
        });
    }

    private static void each(Connection connection, String query, Columns.Reading reading) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1_000);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    reading.read(rows);
                }
            }
        }
    }

    @Override
    public Fold newFold() {
        return new CustomersFold(codec, keys);
    }
}
