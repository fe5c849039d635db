package org.commissionledger.credit;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountCommand;
import org.commissionledger.discount.DiscountCommand.PutDiscount;
import org.commissionledger.discount.DiscountCommand.RevokeDiscount;
import org.commissionledger.discount.DiscountEvent;
import org.commissionledger.discount.DiscountEvent.DiscountGranted;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.discount.UnknownDiscount;
import org.commissionledger.eventstore.OnceEvents;
import org.commissionledger.eventstore.OnceName;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/** Makes the commands of requests on discounts: these name a discount, the commands need its owner as well. */
public final class DiscountDrafts {

    private final AccountBook accounts;
    private final Catalogue catalogue;
    private final OnceEvents seen;

    public DiscountDrafts(AccountBook accounts, Catalogue catalogue, OnceEvents seen) {
        this.accounts = accounts;
        this.catalogue = catalogue;
        this.seen = seen;
    }

    public Drafting put(OrganisationId organisation, Discount discount, Instant at) {
        return () -> {
            DiscountGranted known = known(organisation, discount.discountId());
            requireOwner(organisation, discount);
            Map<String, Long> basis = new HashMap<>();
            if (discount.productId() != null) {
                basis.putAll(catalogue.requireProducts(organisation, List.of(discount.productId())));
            }
            return new Draft(
                    new PutDiscount(DiscountCommand.stream(organisation, discount.ownerId()), discount, known, at),
                    basis);
        };
    }

    /** A fixed amount for customers in general may be in a currency that only some of their accounts are in. */
    private void requireOwner(OrganisationId organisation, Discount discount) {
        switch (discount.scope()) {
            case CUSTOMERS -> accounts.requirePartner(organisation, discount.ownerId());
            case ACCOUNT -> {
                AccountFacts owner = accounts.require(organisation, discount.ownerId());
                if (discount.terms() instanceof DiscountTerms.Fixed(var amount)
                        && !amount.currency().equals(owner.currency())) {
                    throw new CreditCurrencyMismatch(amount.currency(), owner.currency());
                }
            }
        }
    }

    /** @param at usage from then on does not get it */
    public Drafting revoke(OrganisationId organisation, DiscountId discount, Instant at) {
        return () -> {
            DiscountGranted known = known(organisation, discount);
            if (known == null) {
                throw new UnknownDiscount();
            }
            return Draft.of(new RevokeDiscount(
                    DiscountCommand.stream(organisation, known.discount().ownerId()), discount, at));
        };
    }

    private @Nullable DiscountGranted known(OrganisationId organisation, DiscountId discount) {
        OnceName name = DiscountEvent.nameOf(discount);
        return (DiscountGranted) seen.find(organisation, Set.of(name)).of(name);
    }
}
