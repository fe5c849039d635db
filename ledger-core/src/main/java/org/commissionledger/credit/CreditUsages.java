package org.commissionledger.credit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Grouping;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.Ledger.Keyed;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.credit.CreditCommand.RecordUsage;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.UsageBasis.Around;
import org.commissionledger.credit.UsageBasis.Books;
import org.commissionledger.discount.DiscountBook;
import org.commissionledger.eventstore.OnceEvents;
import org.commissionledger.eventstore.OnceEvents.Found;
import org.commissionledger.eventstore.OnceName;
import org.commissionledger.eventstore.Receipt;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands of usages. What a decision on usage rests on is read here, for a whole window at once: whose account it is, which
 * usage ids were seen before, the discounts of the account and of its partner, the product. Each decision names as its basis the
 * discounts' streams, also empty ones, and the product's.
 */
public final class CreditUsages {

    private final Ledger ledger;
    private final Books books;
    private final OnceEvents seen;

    public CreditUsages(
            Ledger ledger, AccountBook accounts, DiscountBook discounts, Catalogue catalogue, OnceEvents seen) {
        this.ledger = ledger;
        this.books = new Books(accounts, discounts, catalogue);
        this.seen = seen;
    }

    /**
     * Records one by itself.
     *
     * @param now when the ledger heard of it
     */
    public Reply record(CommandContext context, UsageRequest usage, Instant now, @Nullable Keyed keyed) {
        return ledger.execute(context, drafting(context.organisation(), usage, now), keyed);
    }

    /**
     * Records them in order in one transaction, with a {@link Movement} or a refusal for each; one that was recorded before is
     * unchanged.
     *
     * @param now when the ledger heard of them
     * @param atomic one refusal refuses all
     */
    public GroupReply record(
            CommandContext context,
            List<UsageRequest> usages,
            Instant now,
            boolean atomic,
            @Nullable RequestKey key,
            BiFunction<List<Result>, Receipt, StoredAnswer> answer) {
        return ledger.executeGroup(context, grouping(context.organisation(), usages, now), atomic, key, answer);
    }

    /** The same usages as a group for {@link Ledger#executeGroup}. */
    public Grouping grouping(OrganisationId organisation, List<UsageRequest> usages, Instant now) {
        return again -> {
            Window window = window(organisation, usages, again);
            List<Item> items = new ArrayList<>(usages.size());
            for (UsageRequest usage : usages) {
                items.add(new Item(
                        CreditCommand.stream(organisation, usage.accountId()), () -> window.draft(usage, now)));
            }
            return items;
        };
    }

    /** One usage by itself. */
    public Drafting drafting(OrganisationId organisation, UsageRequest usage, Instant now) {
        return () -> window(organisation, List.of(usage), false).draft(usage, now);
    }

    private Window window(OrganisationId organisation, List<UsageRequest> usages, boolean again) {
        Set<AccountId> accounts = new LinkedHashSet<>();
        Set<OnceName> ids = new LinkedHashSet<>();
        for (UsageRequest usage : usages) {
            accounts.add(usage.accountId());
            ids.add(CreditNames.usage(usage.usageId()));
        }
        return new Window(organisation, books.read(organisation, accounts, again), seen.find(organisation, ids));
    }

    /** One attempt at the usages of one append. */
    private record Window(OrganisationId organisation, UsageBasis basis, Found seen) {

        Draft draft(UsageRequest usage, Instant now) {
            Around around = basis.of(usage.accountId(), usage.productId());
            Used known = (Used) seen.of(CreditNames.usage(usage.usageId()));
            return new Draft(
                    new RecordUsage(
                            CreditCommand.stream(organisation, usage.accountId()),
                            usage.usageId(),
                            usage.productId(),
                            usage.quantity(),
                            usage.amount(),
                            around.discounts(),
                            known,
                            usage.at(),
                            usage.atGiven(),
                            now),
                    around.basis());
        }
    }
}
