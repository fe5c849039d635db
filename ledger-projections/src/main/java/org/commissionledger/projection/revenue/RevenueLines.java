package org.commissionledger.projection.revenue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.credit.AccountType;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;

/** The lines that the reports on revenue share: which are meant. */
final class RevenueLines {

    private static final List<String> KINDS =
            Arrays.stream(RevenueLine.Kind.values()).map(Enum::name).toList();
    private static final List<String> ACCOUNT_TYPES =
            Arrays.stream(AccountType.values()).map(Enum::name).toList();

    static final List<Parameter> PARAMETERS = List.of(
            Parameter.oneOf(
                    "type",
                    Stream.concat(KINDS.stream(), ACCOUNT_TYPES.stream()).toList(),
                    "Only lines of this kind, or of accounts of this type."),
            Parameter.id("accountId", "Only lines of this account."),
            Parameter.id("partnerId", "Only lines of this partner's account and of its customers'."),
            Parameter.id("productId", "Only lines of this product."),
            Parameter.id("providerId", "Only lines of this provider."),
            Parameter.id("currency", "Only lines in this currency."));

    private RevenueLines() {}

    /** Adds the conditions but those on time. Lines never change: those up to the position are what there was at it. */
    static Select where(Select select, Reading reading, Selection selection) {
        select.add(
                        " where organisation = ? and position <= ?",
                        selection.organisation().value(),
                        reading.position())
                .and("account_id = ?", selection.filter("accountId"))
                .and("product_id = ?", selection.filter("productId"))
                .and("provider_id = ?", selection.filter("providerId"))
                .and("currency = ?", selection.filter("currency"))
                .and("discount_id = ?", selection.filter("discountId"));
        String type = selection.filter("type");
        select.and(ACCOUNT_TYPES.contains(type == null ? "" : type) ? "account_type = ?" : "kind = ?", type);
        ofPartner(select, selection.filter("partnerId"));
        ofPartner(select, selection.accountId());
        return select;
    }

    private static void ofPartner(Select select, @Nullable String partner) {
        if (partner != null) {
            select.add(" and (account_id = ? or partner_id = ?)", partner, partner);
        }
    }
}
