package org.commissionledger.credit;

import java.time.Instant;
import java.util.List;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.credit.CreditCommand.RecordUsage;
import org.commissionledger.credit.CreditEvent.CreditUsed;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.discount.DiscountGiven;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;

/** How credit is used. */
final class UsageRules {

    private UsageRules() {}

    /** The same usage, if it was recorded before; compares what the client said, not what it came to. */
    static @Nullable CreditEvent known(CreditState state, RecordUsage c) {
        Used known = c.known();
        if (known == null) {
            return null;
        }
        Usage usage = known.usage();
        boolean same = known instanceof CreditUsed
                && known.account().accountId().equals(state.account().accountId())
                && usage.productId().equals(c.productId())
                && usage.quantity() == c.quantity()
                && Money.ofMinor(usage.gross(), known.account().currency()).equals(c.amount())
                && (!c.atGiven() || known.at().equals(c.at()));
        if (!same) {
            throw DuplicateMovement.usage(c.usageId());
        }
        return known;
    }

    static CreditUsed use(CreditState state, RecordUsage c) {
        AccountRules.requireAmount(state.account(), c.amount());
        requireQuantity(c.quantity());
        Service service = new Service(c.usageId(), c.productId(), c.quantity(), c.amount(), c.at());
        Usage usage = service.on(state, c.discounts(), 0);
        return new CreditUsed(state.account(), usage, state.figures().using(usage), c.at());
    }

    static void requireQuantity(long quantity) {
        if (quantity < 1) {
            throw InvalidCredit.value("quantity", "The quantity is one or more.");
        }
    }

    /** What was used, before it is known what it takes. */
    record Service(UsageId usageId, ProductId productId, long quantity, Money gross, Instant at) {

        /**
         * @param freed what of the held credit is free for it
         * @throws InsufficientCredit when the account does not have it
         */
        Usage on(CreditState state, List<GrantedDiscount> discounts, long freed) {
            DiscountGiven discount = GrantedDiscount.best(discounts, productId, gross, at);
            long net = gross.amount() - (discount == null ? 0 : discount.given());
            Spending spending = Spending.of(state, net, at, freed);
            return new Usage(
                    usageId,
                    productId,
                    quantity,
                    gross.amount(),
                    discount,
                    net,
                    spending.consumed(),
                    spending.overdraft());
        }
    }
}
