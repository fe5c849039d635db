package org.commissionledger.credit;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Wishes to change a credit account. {@code at} is when it happened, {@code now} when the ledger heard of it: whatever has run out by
 * {@code now} is booked first. {@code atGiven} tells whether the client said when; otherwise {@code at} does not tell two requests
 * apart. What was recorded under a command's id before comes with it: {@link CreditDrafts} and {@link CreditUsages} look it up.
 */
public sealed interface CreditCommand extends LedgerCommand {

    static StreamId stream(OrganisationId organisation, AccountId account) {
        return StreamId.of(organisation, "account", account.value());
    }

    @Override
    default Rejection whenMissing() {
        return new UnknownAccount();
    }

    Instant now();

    /**
     * Opens the account, or changes what may change.
     *
     * @param overdraftLimit minor units of the account's currency, zero or more
     */
    record OpenAccount(
            @TargetAggregateIdentifier StreamId stream,
            AccountFacts account,
            String name,
            long overdraftLimit,
            Instant at,
            Instant now)
            implements CreditCommand {}

    /** @param known the top-up of this id that was recorded before */
    record TopUpAccount(
            @TargetAggregateIdentifier StreamId stream,
            TopUpId topUpId,
            Money amount,
            TopUpCategory category,
            int priority,
            @Nullable Instant expiresAt,
            @Nullable CreditToppedUp known,
            Instant at,
            boolean atGiven,
            Instant now)
            implements CreditCommand {}

    /**
     * @param discounts all that the account may get one of: its own and its partner's for customers
     * @param known the usage of this id that was recorded before, of whatever account
     */
    record RecordUsage(
            @TargetAggregateIdentifier StreamId stream,
            UsageId usageId,
            ProductId productId,
            long quantity,
            Money amount,
            List<GrantedDiscount> discounts,
            @Nullable Used known,
            Instant at,
            boolean atGiven,
            Instant now)
            implements CreditCommand {}

    /** @param known the hold of this id that was placed before, open or not */
    record PlaceHold(
            @TargetAggregateIdentifier StreamId stream,
            HoldId holdId,
            Money amount,
            @Nullable Instant expiresAt,
            @Nullable CreditHeld known,
            Instant at,
            Instant now)
            implements CreditCommand {}

    /**
     * A usage of what was held; the rest of the hold is given back.
     *
     * @param amount null for the whole hold
     */
    record CaptureHold(
            @TargetAggregateIdentifier StreamId stream,
            HoldId holdId,
            @Nullable Money amount,
            ProductId productId,
            long quantity,
            List<GrantedDiscount> discounts,
            HoldHistory history,
            Instant at,
            Instant now)
            implements CreditCommand {}

    record ReleaseHold(
            @TargetAggregateIdentifier StreamId stream, HoldId holdId, HoldHistory history, Instant at, Instant now)
            implements CreditCommand {}

    /**
     * Withdraws what is left of one top-up.
     *
     * @param known the top-up, if there ever was one of this id
     * @param voided the same asked for before
     */
    record VoidTopUp(
            @TargetAggregateIdentifier StreamId stream,
            TopUpId topUpId,
            ReasonCode reasonCode,
            @Nullable String note,
            @Nullable CreditToppedUp known,
            @Nullable TopUpVoided voided,
            Instant at,
            Instant now)
            implements CreditCommand {}

    /** Books what has run out, and nothing else. */
    record BookExpiries(@TargetAggregateIdentifier StreamId stream, Instant now) implements CreditCommand {}
}
