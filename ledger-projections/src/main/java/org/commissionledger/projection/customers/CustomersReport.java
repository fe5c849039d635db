package org.commissionledger.projection.customers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.commissionledger.pseudonym.Pseudonym;

/**
 * What each customer did in the range. It has no email and no name: those can be forgotten, and a report that held them could not be made
 * again. Who an anonymous customer turned out to be is as known at the position.
 */
public final class CustomersReport implements Report {

    private static final List<Column> COLUMNS = List.of(
            Column.text("customerId", "The customer; what was done under ids that were merged into it is its own."),
            Column.text(
                    "words", "Three words that an anonymous customer is shown as; empty for one who was identified."),
            Column.time("firstSeen", "The first time in the range that the customer was there."),
            Column.time("lastSeen", "The last time in the range that the customer was there."),
            Column.count("journeys", "How many journeys were started in the range."),
            Column.text(
                    "currency",
                    "The ISO 4217 currency of the orders; a customer with orders in several has a row for each, and one without orders one"
                            + " row without."),
            Column.count("orders", "How many orders in this currency were placed in the range."),
            Column.amount("value", "What those orders are worth."));

    /**
     * An id that was merged counts for whom it was merged into, when that was known at the position.
     *
     * <p>Where a row is looked up for each entry or customer, the organisation is asked for with a select of its own: the planner's
     * statistics may not know a new one, and by its value it would take it for empty and read all of it each time.
     */
    private static final String ENTRIES = """
            with entry as (
                select case when c.merged_into is not null and exists (
                           select from ledger.event m where m.organisation = c.organisation
                              and m.stream = 'customer/' || c.customer_id and m.type = 'customer.merged-into'
                              and m.position <= ? and m.effective_at < ?) then c.merged_into else c.customer_id end as known,
                       e.at, e.type, e.order_id, e.amount, case when e.order_id is not null then e.currency end as currency
                  from ledger_customers.entry e
                  join ledger_customers.customer c on c.organisation = (select ?) and c.customer_id = e.customer_id
                 where e.organisation = ? and e.position <= ? and e.seen""";

    private static final String BY_CUSTOMER = """
            ), ordered as (
                select known, currency, count(order_id) as orders, sum(amount) filter (where order_id is not null) as value,
                       min(min(at)) over customer as first_seen, max(max(at)) over customer as last_seen,
                       sum(count(*) filter (where type = 'JOURNEY_STARTED' and order_id is null)) over customer as journeys,
                       count(*) over customer as currencies
                  from entry group by known, currency
                window customer as (partition by known)
            )
            select o.known, exists (
                       select from ledger.event i where i.organisation = (select ?) and i.stream = 'customer/' || o.known
                          and i.type = 'customer.identified' and i.position <= ? and i.effective_at < ?) as identified,
                   o.first_seen, o.last_seen, o.journeys::bigint, o.currency, o.orders, coalesce(o.value, 0)
              from ordered o
             where o.currency is not null or o.currencies = 1
             order by o.known, o.currency""";

    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    @Override
    public String name() {
        return "customers";
    }

    @Override
    public String description() {
        return "What each customer did, without what identifies a person.";
    }

    @Override
    public List<String> projections() {
        return List.of(CustomersProjection.NAME);
    }

    @Override
    public List<String> processors() {
        return List.of(CustomersProjection.NAME);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.id("categoryId", "Only what was done with products of this category."),
                Parameter.id("integrationId", "Only what was done there."));
    }

    @Override
    public List<Drill> drills() {
        return List.of(
                Drill.of(
                                "journeys",
                                "/v1/customers/{customerId}/timeline?class=FUNNEL&type=JOURNEY_STARTED",
                                "The journeys that were started.")
                        .with(),
                Drill.of("orders", "/v1/reports/orders", "The orders that were placed.")
                        .with("customerId", "currency"));
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    // Grain: customer x currency. Unit: minor. Range: [from, to) on at. Index: entry_at, customer_pk; event_stream.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        String organisation = selection.organisation().value();
        Instant end = selection.happenedBefore() == null ? END : selection.happenedBefore();
        Select.of(ENTRIES, reading.position(), end, organisation, organisation, reading.position())
                .within("e.at", selection)
                .happened("e.at", selection)
                .and("e.category_id = ?", selection.filter("categoryId"))
                .and("e.integration_id = ?", selection.filter("integrationId"))
                .add(BY_CUSTOMER, organisation, reading.position(), end)
                .each(reading.connection(), row -> write(row, selection.organisation(), rows));
    }

    private static boolean write(ResultSet row, OrganisationId organisation, Rows rows) throws SQLException {
        String customer = row.getString(1);
        boolean identified = row.getBoolean(2);
        rows.text(customer)
                .text(identified ? null : Pseudonym.of(organisation, new CustomerId(customer)))
                .time(Select.time(row, 3))
                .time(Select.time(row, 4))
                .count(row.getLong(5));
        String currency = row.getString(6);
        rows.text(currency).count(row.getLong(7));
        if (currency == null) {
            rows.empty();
        } else {
            rows.amount(row.getBigDecimal(8).toBigIntegerExact(), Currency.getInstance(currency));
        }
        return rows.end();
    }
}
