package org.commissionledger.credit;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.credit.CreditCommand.CaptureHold;
import org.commissionledger.credit.CreditCommand.OpenAccount;
import org.commissionledger.credit.CreditCommand.PlaceHold;
import org.commissionledger.credit.CreditCommand.ReleaseHold;
import org.commissionledger.credit.CreditCommand.TopUpAccount;
import org.commissionledger.credit.CreditCommand.VoidTopUp;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.UsageBasis.Around;
import org.commissionledger.credit.UsageBasis.Books;
import org.commissionledger.discount.DiscountBook;
import org.commissionledger.eventstore.OnceEvents;
import org.commissionledger.eventstore.OnceEvents.Found;
import org.commissionledger.eventstore.OnceName;
import org.commissionledger.money.Money;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * Makes the commands of single requests on an account, each with what was recorded under its ids before. {@code now} is when the
 * ledger heard of the request.
 */
public final class CreditDrafts {

    private final Books books;
    private final OnceEvents seen;

    public CreditDrafts(AccountBook accounts, DiscountBook discounts, Catalogue catalogue, OnceEvents seen) {
        this.books = new Books(accounts, discounts, catalogue);
        this.seen = seen;
    }

    /**
     * Opens the account or changes what may change.
     *
     * @param overdraftLimit minor units of the account's currency
     */
    public Drafting open(
            OrganisationId organisation,
            AccountFacts account,
            String name,
            long overdraftLimit,
            Instant at,
            Instant now) {
        return () -> {
            if (account.type() == AccountType.CUSTOMER && account.partnerId() != null) {
                books.accounts().requirePartner(organisation, account.partnerId());
            }
            return Draft.of(new OpenAccount(
                    CreditCommand.stream(organisation, account.accountId()), account, name, overdraftLimit, at, now));
        };
    }

    /**
     * @param topUp its amount is in minor units of {@code currency}
     * @param atGiven whether the client said when
     */
    public Drafting topUp(
            OrganisationId organisation,
            AccountId account,
            TopUp topUp,
            Currency currency,
            Instant at,
            boolean atGiven,
            Instant now) {
        OnceName name = CreditNames.topUp(account, topUp.topUpId());
        return () -> Draft.of(new TopUpAccount(
                CreditCommand.stream(organisation, account),
                topUp.topUpId(),
                Money.ofMinor(topUp.amount(), currency),
                topUp.category(),
                topUp.priority(),
                topUp.expiresAt(),
                (CreditToppedUp) seen.find(organisation, Set.of(name)).of(name),
                at,
                atGiven,
                now));
    }

    public Drafting hold(
            OrganisationId organisation,
            AccountId account,
            HoldId hold,
            Money amount,
            @Nullable Instant expiresAt,
            Instant at,
            Instant now) {
        OnceName name = CreditNames.hold(account, hold);
        return () -> Draft.of(new PlaceHold(
                CreditCommand.stream(organisation, account),
                hold,
                amount,
                expiresAt,
                (CreditHeld) seen.find(organisation, Set.of(name)).of(name),
                at,
                now));
    }

    /** @param amount null for the whole hold */
    public Drafting capture(
            OrganisationId organisation,
            AccountId account,
            HoldId hold,
            @Nullable Money amount,
            ProductId product,
            long quantity,
            Instant at,
            Instant now) {
        return () -> {
            Around around = books.read(organisation, Set.of(account), false).of(account, product);
            return new Draft(
                    new CaptureHold(
                            CreditCommand.stream(organisation, account),
                            hold,
                            amount,
                            product,
                            quantity,
                            around.discounts(),
                            history(organisation, account, hold),
                            at,
                            now),
                    around.basis());
        };
    }

    public Drafting release(OrganisationId organisation, AccountId account, HoldId hold, Instant at, Instant now) {
        return () -> Draft.of(new ReleaseHold(
                CreditCommand.stream(organisation, account), hold, history(organisation, account, hold), at, now));
    }

    private HoldHistory history(OrganisationId organisation, AccountId account, HoldId hold) {
        OnceName placed = CreditNames.hold(account, hold);
        OnceName released = CreditNames.release(account, hold);
        OnceName captured = CreditNames.usage(UsageId.ofCapture(account, hold));
        Found found = seen.find(organisation, List.of(placed, released, captured));
        return new HoldHistory(
                (CreditHeld) found.of(placed), (HoldReleased) found.of(released), (Used) found.of(captured));
    }

    /** @param note needed for the reason OTHER */
    public Drafting voidTopUp(
            OrganisationId organisation,
            AccountId account,
            TopUpId topUp,
            ReasonCode reasonCode,
            @Nullable String note,
            Instant at,
            Instant now) {
        OnceName name = CreditNames.topUp(account, topUp);
        OnceName voiding = CreditNames.voiding(account, topUp);
        return () -> {
            Found found = seen.find(organisation, List.of(name, voiding));
            return Draft.of(new VoidTopUp(
                    CreditCommand.stream(organisation, account),
                    topUp,
                    reasonCode,
                    note,
                    (CreditToppedUp) found.of(name),
                    (TopUpVoided) found.of(voiding),
                    at,
                    now));
        };
    }
}
