package org.commissionledger.credit;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.money.Money;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.CreditModel.Offer;
import org.commissionledger.testing.CreditOperation;
import org.commissionledger.testing.CreditOperation.Book;
import org.commissionledger.testing.CreditOperation.Capture;
import org.commissionledger.testing.CreditOperation.Limit;
import org.commissionledger.testing.CreditOperation.Release;
import org.commissionledger.testing.CreditOperation.Use;
import org.commissionledger.testing.CreditOperation.Withdraw;

/** Asks the ledger what {@link CreditOperation} says, as a client's requests would. */
record CreditDriver(LedgerCore core, OrganisationId organisation, Currency currency) {

    AccountFacts facts(String account) {
        return new AccountFacts(new AccountId(account), AccountType.CUSTOMER, new AccountId("partner"), currency);
    }

    Drafting open(String account, long limit, Instant now) {
        return core.creditDrafts().open(organisation, facts(account), "Shop", limit, now, now);
    }

    UsageRequest usage(Use o) {
        return new UsageRequest(
                new AccountId(o.account()),
                new UsageId(o.id()),
                new ProductId(o.product()),
                1,
                Money.ofMinor(o.gross(), o.currency()),
                o.at(),
                true);
    }

    /** A usage by the lane of its account, everything else by itself. */
    Reply ask(CommandContext context, CreditOperation operation) {
        return operation instanceof Use use
                ? core.creditUsages().record(context, usage(use), use.now(), null)
                : core.ledger().execute(context, drafting(operation), null);
    }

    Drafting drafting(CreditOperation operation) {
        CreditDrafts drafts = core.creditDrafts();
        AccountId account = new AccountId(operation.account());
        Instant now = operation.now();
        return switch (operation) {
            case CreditOperation.TopUp o ->
                drafts.topUp(
                        organisation,
                        account,
                        new TopUp(new TopUpId(o.id()), o.category(), o.amount(), o.priority(), o.expiresAt()),
                        currency,
                        o.at(),
                        true,
                        now);
            case Use o -> core.creditUsages().drafting(organisation, usage(o), now);
            case CreditOperation.Hold o ->
                drafts.hold(
                        organisation,
                        account,
                        new HoldId(o.id()),
                        Money.ofMinor(o.amount(), currency),
                        o.expiresAt(),
                        now,
                        now);
            case Capture o ->
                drafts.capture(
                        organisation,
                        account,
                        new HoldId(o.hold()),
                        o.amount() == null ? null : Money.ofMinor(o.amount(), currency),
                        new ProductId(o.product()),
                        1,
                        o.at(),
                        now);
            case Release o -> drafts.release(organisation, account, new HoldId(o.hold()), now, now);
            case Withdraw o ->
                drafts.voidTopUp(organisation, account, new TopUpId(o.topUp()), ReasonCode.FRAUD, null, now, now);
            case Limit o -> open(operation.account(), o.limit(), now);
            case Book o ->
                () -> Draft.of(new CreditCommand.BookExpiries(CreditCommand.stream(organisation, account), now));
        };
    }

    static GrantedDiscount granted(Offer o, AccountId owner, DiscountScope scope) {
        DiscountTerms terms = o.basisPoints() == 0
                ? new DiscountTerms.Fixed(Money.ofMinor(o.fixed(), Objects.requireNonNull(o.currency())))
                : new DiscountTerms.Percent(o.basisPoints());
        Discount discount = new Discount(
                new DiscountId(o.id()),
                owner,
                scope,
                o.product() == null ? null : new ProductId(o.product()),
                terms,
                o.from(),
                o.to());
        return new GrantedDiscount(discount, o.granted(), o.revoked());
    }

    static List<GrantedDiscount> granted(List<Offer> offers) {
        return offers.stream()
                .map(o -> granted(o, new AccountId("partner"), DiscountScope.CUSTOMERS))
                .toList();
    }
}
