package org.commissionledger.projection.credits;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.credit.AccountType;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountState;
import org.commissionledger.discount.DiscountTerms.Fixed;
import org.commissionledger.discount.DiscountTerms.Percent;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.money.Money;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.commissionledger.projection.revenue.RevenueProjection;

/**
 * Each discount as it stood at the position, its state at {@code to} or, without it, when the newest event of the report was recorded, and
 * what usage in the range got by it.
 */
public final class DiscountsReport implements Report {

    private static final List<String> ACCOUNT_TYPES =
            Arrays.stream(AccountType.values()).map(Enum::name).toList();

    private static final List<Column> COLUMNS = List.of(
            Column.text("discountId", "The discount."),
            Column.text(
                    "state",
                    "SCHEDULED, ACTIVE, EXPIRED or REVOKED: at `to`, or at the newest event when that is left out."),
            Column.text("type", "PERCENT or FIXED."),
            Column.text("accountId", "The account that it was granted to."),
            Column.text("partnerId", "The partner whose customers it is for."),
            Column.text("productId", "The product or service that it is for; empty for all."),
            Column.count("basisPoints", "Of a PERCENT one: hundredths of a percent."),
            Column.text(
                    "currency",
                    "The ISO 4217 currency of the row's amounts; a discount that gave in several has a row for each."),
            Column.amount("amount", "Of a FIXED one: what each usage gets, at most."),
            Column.time("from", "It holds from then on."),
            Column.time("to", "It holds until then; empty when it has no end."),
            Column.time("grantedAt", "When it was granted."),
            Column.time("revokedAt", "When it was revoked."),
            Column.count("usages", "How many usages in the range got it."),
            Column.amount("given", "What they got."));

    private static final String SELECT =
            "select d.discount_id, d.owner_id, d.scope, d.product_id, d.basis_points, d.amount,"
                    + " d.currency, d.from_at, d.to_at, d.granted_at, d.revoked_at, coalesce(g.usages, 0) as usages,"
                    + " coalesce(g.given, 0) as given, g.currency as given_in, a.currency as owners";

    /** The last event of a discount that had happened, or that there was before it changed: each holds the whole of it. */
    private static final String BEFORE = """
             left join lateral (
                  select e.type, e.revision, e.payload,
                         max(e.effective_at) filter (where e.type = 'discount.revoked') over () as revoked_by_then
                    from ledger.event e
                   where e.organisation = d.organisation and e.stream = 'discounts/' || d.owner_id
                     and e.payload::jsonb -> 'discount' ->> 'discountId' = d.discount_id and e.position <= ?""";

    private static final String LAST = " order by e.stream_sequence desc limit 1) e on true";

    private static final String GIVEN = """
             left join (
                  select discount_id, currency, count(*) as usages, sum(discount) as given from ledger_revenue.revenue_line
                   where organisation = ? and position <= ? and kind = 'USAGE' and discount_id is not null""";

    private static final String OF_OWNER = "All that happened to the discounts of whom it was granted to.";

    private final EventCodec codec;

    public DiscountsReport(EventCodec codec) {
        this.codec = codec;
    }

    @Override
    public String name() {
        return "discounts";
    }

    @Override
    public String description() {
        return "Each discount with its state, and what it gave in the range.";
    }

    @Override
    public List<String> projections() {
        return List.of(CreditsProjection.NAME, RevenueProjection.NAME);
    }

    @Override
    public List<String> processors() {
        return projections();
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.oneOf(
                        "type",
                        Stream.concat(DiscountStanding.TYPES.stream(), ACCOUNT_TYPES.stream())
                                .toList(),
                        "Only discounts of this kind, or that accounts of this type can get."),
                Parameter.oneOf("status", DiscountState.values(), "Only discounts in this state."),
                Parameter.id("accountId", "Only discounts that were granted to this account itself."),
                Parameter.id(
                        "partnerId",
                        "Only discounts for this partner's customers: for all, or for one of them; and for its own account."),
                Parameter.id("productId", "Only discounts for this product by name."));
    }

    @Override
    public List<Drill> drills() {
        return List.of(
                Drill.of("usage", "/v1/reports/credit-usage", "The usages that got it.")
                        .with("discountId", "currency")
                        .without("type", "status", "accountId", "partnerId", "productId"),
                Drill.of("events", "/v1/events?stream=discounts/{accountId}", OF_OWNER),
                Drill.of("events", "/v1/events?stream=discounts/{partnerId}", OF_OWNER));
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    // Grain: discount x currency. Unit: minor. Range: [from, to) on at of what it gave. Index: discount_pk,
    // revenue_line_used; event_stream for discounts that have changed since.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        boolean then = reading.changed() || selection.happenedBefore() != null;
        Select select = standings(then, reading, selection);
        owners(select, selection).add(" order by d.discount_id, given_in");
        Instant moment = selection.today(reading.asOf());
        select.each(reading.connection(), row -> {
            boolean since = then && row.getString("payload") != null;
            DiscountStanding standing =
                    since ? DiscountStanding.before(row, codec, moment) : DiscountStanding.unchanged(row, moment);
            return !standing.passes(selection) || write(standing, row, rows);
        });
    }

    /** @param then whether discounts may have stood otherwise than the table says */
    private static Select standings(boolean then, Reading reading, Selection selection) {
        String organisation = selection.organisation().value();
        long position = reading.position();
        boolean happened = selection.happenedBefore() != null;
        Select select = Select.of(SELECT)
                .add(then ? ", e.type, e.revision, e.payload, e.revoked_by_then" : "")
                .add(" from ledger_credits.discount d join ledger_credits.account a"
                        + " on a.organisation = d.organisation and a.account_id = d.owner_id");
        if (then) {
            select.add(" " + BEFORE, position);
            select.and("d.position > ?", happened ? null : position)
                    .happened("e.effective_at", selection)
                    .add(LAST);
        }
        select.add(" " + GIVEN, organisation, position)
                .within("at", selection)
                .happened("at", selection)
                .add(
                        " group by discount_id, currency) g on g.discount_id = d.discount_id where d.organisation = ?",
                        organisation);
        if (then) {
            select.add(" and (e.payload is not null");
            return happened ? select.add(")") : select.add(" or d.position <= ?)", position);
        }
        return select;
    }

    /** What never changes of a discount. */
    private static Select owners(Select select, Selection selection) {
        String account = selection.filter("accountId");
        if (account != null) {
            select.add(" and d.scope = 'ACCOUNT' and d.owner_id = ?", account);
        }
        String type = selection.filter("type");
        if (ACCOUNT_TYPES.contains(type == null ? "" : type)) {
            select.and("case when d.scope = 'CUSTOMERS' then 'CUSTOMER' else a.type end = ?", type);
        }
        CreditParameters.ofPartner(select, selection.filter("partnerId"));
        return CreditParameters.ofPartner(select, selection.accountId());
    }

    private static boolean write(DiscountStanding standing, ResultSet row, Rows rows) throws SQLException {
        Discount discount = standing.discount();
        boolean own = discount.scope() == DiscountScope.ACCOUNT;
        String owner = discount.ownerId().value();
        ProductId product = discount.productId();
        Currency currency = standing.currency(row.getString("given_in"), row.getString("owners"));
        rows.text(discount.discountId().value())
                .text(standing.state().name())
                .text(standing.type())
                .text(own ? owner : null)
                .text(own ? null : owner)
                .text(product == null ? null : product.value());
        if (discount.terms() instanceof Percent(int points)) {
            rows.count(points);
        } else {
            rows.empty();
        }
        rows.text(currency.getCurrencyCode());
        if (discount.terms() instanceof Fixed(Money amount) && amount.currency().equals(currency)) {
            rows.amount(amount.amount(), currency);
        } else {
            rows.empty();
        }
        return rows.time(discount.from())
                .time(discount.to())
                .time(standing.granted().grantedAt())
                .time(standing.granted().revokedAt())
                .count(row.getLong("usages"))
                .amount(row.getBigDecimal("given").toBigIntegerExact(), currency)
                .end();
    }
}
