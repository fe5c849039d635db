package org.commissionledger.projection.orders;

import java.sql.SQLException;
import java.util.List;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.order.Commission;
import org.commissionledger.order.CommissionStatus;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.catalogue.CatalogueNames;
import org.commissionledger.projection.catalogue.CatalogueProjection;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Selection;
import org.commissionledger.pseudonym.Pseudonym;

/** Every order with its commission. Its sums are the commission totals of the same filters, to the minor unit. */
public final class OrdersReport implements Report {

    private static final List<Column> COLUMNS = List.of(
            Column.time("placedAt", "When it was placed; the range is on this.").asKey(),
            Column.text("orderId", "The order.").asKey(),
            Column.time("recordedAt", "When the ledger learned of it."),
            Column.text("status", "SUCCESSFUL, PENDING or FAILED."),
            Column.text("commissionStatus", "N/A, PENDING or SUCCESSFUL."),
            Column.text("commissionState", "NONE, PENDING, PARTIALLY_CONFIRMED, CONFIRMED, DECLINED or REVERSED."),
            Column.text("customerId", "Who ordered."),
            Column.text("productId", "What was ordered."),
            Column.text("categoryId", "The product's category when the order was placed."),
            Column.text("providerId", "The product's provider when the order was placed."),
            Column.text("integrationId", "Where it was ordered."),
            Column.currency(),
            Column.amount("value", "What the order is worth."),
            Column.amount("expected", "The commission that was fixed when the order was placed."),
            Column.amount("pending", "Commission Pending: due, not confirmed yet."),
            Column.amount("paid", "Commission Paid: confirmed, less what was taken back."),
            Column.amount("declined", "Due no more without having been paid."),
            Column.amount("reversed", "Taken back after it was paid."),
            Column.text("pseudonym", "Three words for the customer's id, always the same; never a name."),
            Column.text("productName", "What it was called at the report's position."),
            Column.text("categoryName", "What it was called at the report's position."),
            Column.text("providerName", "What it was called at the report's position."),
            Column.text("integrationName", "What it was called at the report's position."));

    private final OrdersAsOf orders;
    private final EventCodec codec;

    public OrdersReport(EventCodec codec) {
        this.orders = new OrdersAsOf(codec);
        this.codec = codec;
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public String description() {
        return "Orders with their commission, newest first.";
    }

    @Override
    public List<String> projections() {
        return List.of(OrdersProjection.NAME, CatalogueProjection.NAME);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.oneOf("status", OrderStatus.values(), "Only orders with this status."),
                Parameter.oneOf(
                        "commissionStatus", CommissionStatus.values(), "Only orders with this commission status."),
                Parameter.id("categoryId", "Only orders of this category."),
                Parameter.id("providerId", "Only orders of this provider."),
                Parameter.id("productId", "Only orders of this product."),
                Parameter.id("integrationId", "Only orders that came by this integration."),
                Parameter.id(
                        "customerId",
                        "Only orders of this customer, under every id that was known at the position to be the same."),
                Parameter.id("currency", "Only orders in this currency."),
                Parameter.oneOf(
                        "confirmed", List.of("true"), "`true`: only orders that were confirmed, at least in part."));
    }

    @Override
    public List<Drill> drills() {
        return List.of(
                Drill.of("events", "/v1/events?stream=order/{orderId}", "All that happened to the order."),
                Drill.of(
                                "changes",
                                "/v1/commissions/explain?orderId={orderId}",
                                "The events that pending, paid, declined and reversed are the sum of.")
                        .explained());
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        OrderFilter filter = new OrderFilter(
                selection.from(),
                selection.to(),
                selection.filter("status"),
                selection.filter("commissionStatus"),
                selection.filter("categoryId"),
                selection.filter("providerId"),
                selection.filter("productId"),
                selection.filter("integrationId"),
                selection.filter("customerId"));
        CatalogueNames names = new CatalogueNames(reading, selection.organisation(), codec);
        orders.each(reading, selection, filter, standing -> write(selection.organisation(), standing, names, rows));
    }

    private static boolean write(OrganisationId organisation, OrderStanding standing, CatalogueNames names, Rows rows)
            throws SQLException {
        OrderRow order = standing.order();
        Commission commission = order.commission();
        rows.time(order.placedAt())
                .text(order.orderId())
                .time(order.recordedAt())
                .text(order.status())
                .text(commission.status().toString())
                .text(commission.state().name())
                .text(order.customerId())
                .text(order.productId())
                .text(order.categoryId())
                .text(order.providerId())
                .text(order.integrationId())
                .text(order.currency().getCurrencyCode())
                .amount(order.value(), order.currency())
                .amount(commission.expected(), order.currency())
                .amount(standing.pending(), order.currency())
                .amount(standing.paid(), order.currency())
                .amount(standing.declined(), order.currency())
                .amount(standing.reversed(), order.currency())
                .text(Pseudonym.of(organisation, new CustomerId(order.customerId())))
                .text(names.of("product", order.productId()))
                .text(names.of("category", order.categoryId()))
                .text(names.of("provider", order.providerId()))
                .text(names.of("integration", order.integrationId()));
        return rows.end();
    }
}
