package org.commissionledger.projection.credits;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountState;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.money.Money;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads discounts, as they stand at a moment. */
public final class DiscountQueries {

    /** The rule of {@link DiscountState#of}; its three parameters are all the moment. */
    private static final String STATE = """
            case when revoked_at <= ? and (to_at is null or revoked_at < to_at) then 'REVOKED'
                 when to_at <= ? then 'EXPIRED' when from_at > ? then 'SCHEDULED' else 'ACTIVE' end""";

    private final JdbcClient sql;

    public DiscountQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /**
     * Which discounts are meant; what is null does not filter.
     *
     * @param accountId granted to this account itself
     * @param partnerId granted to the customers of this partner
     */
    public record Filter(
            @Nullable String accountId,
            @Nullable String partnerId,
            @Nullable String productId,
            @Nullable String state) {

        public static final Filter ALL = new Filter(null, null, null, null);
    }

    // Grain: one discount. Index: discount_pk.
    public Optional<DiscountRow> find(String organisation, String discountId, Instant now) {
        return rows(organisation, " and discount_id = ?", List.of(discountId), now, 1).stream()
                .findFirst();
    }

    // Grain: one discount. Range: discount_id behind after. Index: discount_pk, discount_owner.
    public List<DiscountRow> list(String organisation, Filter filter, Instant now, String after, int limit) {
        StringBuilder where = new StringBuilder(" and discount_id > ?");
        List<Object> values = new ArrayList<>(List.of(after));
        owner("ACCOUNT", filter.accountId(), where, values);
        owner("CUSTOMERS", filter.partnerId(), where, values);
        if (filter.productId() != null) {
            where.append(" and product_id = ?");
            values.add(filter.productId());
        }
        if (filter.state() != null) {
            where.append(" and ").append(STATE).append(" = ?");
            values.addAll(moments(now));
            values.add(filter.state());
        }
        return rows(organisation, where.toString(), values, now, limit);
    }

    private static void owner(String scope, @Nullable String owner, StringBuilder where, List<Object> values) {
        if (owner != null) {
            where.append(" and scope = '").append(scope).append("' and owner_id = ?");
            values.add(owner);
        }
    }

    private static List<Object> moments(Instant now) {
        return List.of(Times.timestamp(now), Times.timestamp(now), Times.timestamp(now));
    }

    private List<DiscountRow> rows(String organisation, String where, List<Object> more, Instant now, int limit) {
        List<Object> values = new ArrayList<>(moments(now));
        values.add(organisation);
        values.addAll(more);
        values.add(limit);
        List<DiscountRow> rows = sql.sql("select d.*, " + STATE + " as state from ledger_credits.discount d"
                        + " where organisation = ?" + where + " order by discount_id limit ?")
                .params(values)
                .query(DiscountQueries::row)
                .list();
        Map<String, List<DiscountRow.Given>> given = given(
                organisation,
                rows.stream().map(r -> r.discount().discountId().value()).toList());
        return rows.stream()
                .map(r -> new DiscountRow(
                        r.discount(),
                        r.state(),
                        r.grantedAt(),
                        r.revokedAt(),
                        given.getOrDefault(r.discount().discountId().value(), List.of())))
                .toList();
    }

    // Grain: discount x currency. Unit: minor. Index: discount_given_pk.
    private Map<String, List<DiscountRow.Given>> given(String organisation, List<String> discounts) {
        Map<String, List<DiscountRow.Given>> given = new HashMap<>();
        sql.sql("select discount_id, currency, usages, given from ledger_credits.discount_given"
                        + " where organisation = ? and discount_id = any(?) order by discount_id, currency")
                .params(organisation, discounts.toArray(String[]::new))
                .query(r -> {
                    given.computeIfAbsent(r.getString(1), d -> new ArrayList<>())
                            .add(new DiscountRow.Given(
                                    r.getString(2),
                                    r.getLong(3),
                                    r.getBigDecimal(4).toBigIntegerExact()));
                });
        return given;
    }

    private static DiscountRow row(ResultSet r, int n) throws SQLException {
        return new DiscountRow(
                discount(r),
                DiscountState.valueOf(r.getString("state")),
                Times.time(r, "granted_at"),
                Times.optionalTime(r, "revoked_at"),
                List.of());
    }

    /** From the columns of the table. */
    static Discount discount(ResultSet r) throws SQLException {
        String product = r.getString("product_id");
        return new Discount(
                new DiscountId(r.getString("discount_id")),
                new AccountId(r.getString("owner_id")),
                DiscountScope.valueOf(r.getString("scope")),
                product == null ? null : new ProductId(product),
                terms(r),
                Times.time(r, "from_at"),
                Times.optionalTime(r, "to_at"));
    }

    private static DiscountTerms terms(ResultSet r) throws SQLException {
        Integer points = r.getObject("basis_points", Integer.class);
        return points != null
                ? new DiscountTerms.Percent(points)
                : new DiscountTerms.Fixed(
                        Money.ofMinor(r.getLong("amount"), Currency.getInstance(r.getString("currency"))));
    }
}
