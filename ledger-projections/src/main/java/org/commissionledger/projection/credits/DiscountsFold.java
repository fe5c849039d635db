package org.commissionledger.projection.credits;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountEvent;
import org.commissionledger.discount.DiscountEvent.DiscountChanged;
import org.commissionledger.discount.DiscountEvent.DiscountExpired;
import org.commissionledger.discount.DiscountEvent.DiscountGranted;
import org.commissionledger.discount.DiscountEvent.DiscountRevoked;
import org.commissionledger.discount.DiscountGiven;
import org.commissionledger.discount.DiscountTerms.Fixed;
import org.commissionledger.discount.DiscountTerms.Percent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.ExactSum;
import org.jspecify.annotations.Nullable;

/** Discounts as they stand after the batch, and what usage got by them. */
final class DiscountsFold {

    private final Map<Key, Change> changes = new LinkedHashMap<>();
    private final Map<GivenKey, Given> given = new LinkedHashMap<>();

    private record Key(String organisation, String discount) {}

    private record Change(
            Key key,
            Discount discount,
            long position,
            @Nullable Instant grantedAt,
            @Nullable Instant revokedAt,
            @Nullable Instant expiredAt) {}

    private record GivenKey(String organisation, String discount, String currency) {

        static final Comparator<GivenKey> ORDER = Comparator.comparing(GivenKey::organisation)
                .thenComparing(GivenKey::discount)
                .thenComparing(GivenKey::currency);
    }

    private static final class Given {
        long usages;
        final ExactSum sum = new ExactSum();
    }

    void add(RecordedEvent recorded, DiscountEvent event) {
        Discount discount = event.discount();
        Key key = new Key(recorded.organisation().value(), discount.discountId().value());
        long position = recorded.position();
        Change before = changes.getOrDefault(key, new Change(key, discount, position, null, null, null));
        Instant granted = before.grantedAt();
        Instant revoked = before.revokedAt();
        Instant expired = before.expiredAt();
        changes.put(
                key,
                switch (event) {
                    case DiscountGranted e -> new Change(key, discount, position, e.at(), revoked, expired);
                    case DiscountChanged e -> new Change(key, discount, position, granted, revoked, expired);
                    case DiscountRevoked e -> new Change(key, discount, position, granted, e.at(), expired);
                    case DiscountExpired e -> new Change(key, discount, position, granted, revoked, e.at());
                });
    }

    void add(RecordedEvent recorded, Used event) {
        DiscountGiven got = event.usage().discount();
        if (got != null) {
            GivenKey key = new GivenKey(
                    recorded.organisation().value(),
                    got.discountId().value(),
                    event.account().currency().getCurrencyCode());
            Given sum = given.computeIfAbsent(key, k -> new Given());
            sum.usages++;
            sum.sum.add(got.given());
        }
    }

    void write(Connection connection, String schema) throws SQLException {
        List<Change> granted = new ArrayList<>();
        List<Change> changed = new ArrayList<>();
        changes.values().forEach(change -> (change.grantedAt() == null ? changed : granted).add(change));
        insert(connection, schema, granted);
        update(connection, schema, changed);
    }

    private static Columns<Change> columns(List<Change> changes) {
        return Columns.of(changes)
                .text(c -> c.key().organisation())
                .text(c -> c.key().discount())
                .text(c -> c.discount().productId() == null
                        ? null
                        : c.discount().productId().value())
                .optionalBigint(c -> c.discount().terms() instanceof Percent(int points) ? (long) points : null)
                .optionalBigint(c -> c.discount().terms() instanceof Fixed(var amount) ? amount.amount() : null)
                .text(c -> c.discount().terms() instanceof Fixed(var amount)
                        ? amount.currency().getCurrencyCode()
                        : null)
                .time(c -> c.discount().from())
                .optionalTime(c -> c.discount().to())
                .optionalTime(Change::revokedAt)
                .optionalTime(Change::expiredAt)
                .bigint(Change::position);
    }

    private static void insert(Connection connection, String schema, List<Change> granted) throws SQLException {
        columns(granted)
                .optionalTime(Change::grantedAt)
                .text(c -> c.discount().ownerId().value())
                .text(c -> c.discount().scope().name())
                .execute(connection, """
                        insert into %s.discount
                               (organisation, discount_id, product_id, basis_points, amount, currency, from_at, to_at, revoked_at,
                                expired_at, position, granted_at, owner_id, scope)
                        select organisation, discount_id, product_id, basis_points, amount, currency, %s, %s, %s, %s,
                               position, %s, owner_id, scope
                          from :rows as b(organisation, discount_id, product_id, basis_points, amount, currency, from_at, to_at,
                                 revoked_at, expired_at, position, granted_at, owner_id, scope)""".formatted(
                                schema,
                                Columns.time("from_at"),
                                Columns.time("to_at"),
                                Columns.time("revoked_at"),
                                Columns.time("expired_at"),
                                Columns.time("granted_at")));
    }

    private static void update(Connection connection, String schema, List<Change> changed) throws SQLException {
        columns(changed).execute(connection, """
                        update %s.discount d
                           set product_id = b.product_id, basis_points = b.basis_points, amount = b.amount,
                               currency = b.currency, from_at = %s, to_at = %s, revoked_at = coalesce(%s, d.revoked_at),
                               expired_at = coalesce(%s, d.expired_at), position = b.position
                          from :rows as b(organisation, discount_id, product_id, basis_points, amount, currency, from_at, to_at,
                                 revoked_at, expired_at, position)
                         where d.organisation = b.organisation and d.discount_id = b.discount_id""".formatted(
                        schema,
                        Columns.time("b.from_at"),
                        Columns.time("b.to_at"),
                        Columns.time("b.revoked_at"),
                        Columns.time("b.expired_at")));
    }

    void writeGiven(Connection connection, String schema) throws SQLException {
        Columns.of(given.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(GivenKey.ORDER))
                        .toList())
                .text(g -> g.getKey().organisation())
                .text(g -> g.getKey().discount())
                .text(g -> g.getKey().currency())
                .bigint(g -> g.getValue().usages)
                .numeric(g -> g.getValue().sum)
                .execute(connection, """
                        insert into %s.discount_given as g (organisation, discount_id, currency, usages, given)
                        select organisation, discount_id, currency, usages, given::numeric
                          from :rows as b(organisation, discount_id, currency, usages, given)
                        on conflict (organisation, discount_id, currency) do update
                           set usages = g.usages + excluded.usages, given = g.given + excluded.given""".formatted(schema));
    }
}
