package org.commissionledger.api.demo;

import java.time.Duration;
import java.time.Instant;
import org.commissionledger.api.web.Refused;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Grouping;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.payout.PayoutBook;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.projection.payouts.PayoutDrafting;
import org.commissionledger.projection.payouts.PayoutDrafting.Wish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What became of the commission that the demo's providers have paid: a payout that is settled, one that is approved, and one to look at. */
@Component
class DemoPayouts {

    private static final Logger LOG = LoggerFactory.getLogger(DemoPayouts.class);
    private static final String MAKER = "demo";
    private static final String SECOND = "demo-second";

    private final Ledger ledger;
    private final PayoutDrafting drafting;
    private final PayoutBook book;

    DemoPayouts(Ledger ledger, PayoutDrafting drafting, PayoutBook book) {
        this.ledger = ledger;
        this.drafting = drafting;
        this.book = book;
    }

    /** @param end when the story ends */
    void make(OrganisationId organisation, CommandContext context, Instant end) {
        try {
            PayoutId settled = draft(organisation, context, "payout-1", days(end, 60), days(end, 25), end);
            CommandContext second = new CommandContext(
                    organisation,
                    new EventMetadata(SECOND, "SYSTEM", EventMetadata.Source.IMPORT, "demo history", null, null, null));
            together(second, again -> book.approve(organisation, settled, SECOND, end));
            together(second, again -> book.settle(organisation, settled, "BACS 2041", end));
            PayoutId approved = draft(organisation, context, "payout-2", days(end, 25), days(end, 10), end);
            together(second, again -> book.approve(organisation, approved, SECOND, end));
            draft(organisation, context, "payout-3", days(end, 10), end, end);
        } catch (Refused behind) {
            LOG.info("The demo has no payouts: on this machine its tables take too long to fill.");
        }
    }

    private static Instant days(Instant end, int before) {
        return end.minus(Duration.ofDays(before));
    }

    private PayoutId draft(
            OrganisationId organisation, CommandContext context, String id, Instant from, Instant to, Instant now) {
        PayoutId payout = new PayoutId(id);
        Wish wish = new Wish(payout, null, from, to, MAKER, now);
        ledger.execute(context, () -> drafting.draft(organisation, wish), null);
        return payout;
    }

    private void together(CommandContext context, Grouping move) {
        ledger.executeGroup(context, move, true, null, (results, receipt) -> new StoredAnswer(200, null, ""));
    }
}
