package org.commissionledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.AccountType;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.CreditUsed;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.ReleaseReason;
import org.commissionledger.credit.CreditEvent.TopUpExpired;
import org.commissionledger.credit.CreditEvent.TopUpExpiryReduced;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.Hold;
import org.commissionledger.credit.HoldId;
import org.commissionledger.credit.TopUp;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.TopUpId;
import org.commissionledger.credit.Usage;
import org.commissionledger.credit.Usage.Consumed;
import org.commissionledger.credit.UsageId;
import org.commissionledger.discount.DiscountGiven;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.order.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditPostingsTest {

    private static final Currency KWD = Currency.getInstance("KWD");
    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final AccountFacts ACME =
            new AccountFacts(new AccountId("acme"), AccountType.CUSTOMER, new AccountId("p"), KWD);
    private static final CreditFigures FIGURES = new CreditFigures(0, 0, 0, 0, 0);
    private static final TopUpId TOP_UP = new TopUpId("t");
    private static final Hold HOLD = new Hold(new HoldId("h"), 900, null);

    private static Posting posting(String account, long amount) {
        return new Posting("credit:" + account, KWD, amount);
    }

    private static void assertPostings(CreditEvent event, Posting... postings) {
        assertThat(Journal.entry(event).postings()).containsExactlyInAnyOrder(postings);
    }

    private static Usage usage(long gross, long discount, Consumed... consumed) {
        DiscountGiven given = discount == 0
                ? null
                : new DiscountGiven(new DiscountId("d"), new DiscountTerms.Percent(1_000), discount);
        long taken = List.of(consumed).stream().mapToLong(Consumed::amount).sum();
        long net = gross - discount;
        return new Usage(
                new UsageId("u"), new ProductId("calls"), 1, gross, given, net, List.of(consumed), net - taken);
    }

    @ParameterizedTest
    @CsvSource({"PAID, funding", "PROMOTIONAL, promotion"})
    void aTopUpComesFromWhereItsCategorySaysWhateverItSettles(TopUpCategory category, String source) {
        CreditEvent event = new CreditToppedUp(ACME, new TopUp(TOP_UP, category, 1_000, 50, null), 300, FIGURES, AT);
        assertPostings(event, posting("account:acme", -1_000), posting(source, 1_000));
    }

    @Test
    void usageIsRevenueGrossAndTheDiscountStandsBesideIt() {
        Usage usage = usage(1_000, 100, new Consumed(TOP_UP, TopUpCategory.PAID, 700, false));
        assertPostings(
                new CreditUsed(ACME, usage, FIGURES, AT),
                posting("account:acme", 900),
                posting("discount:d", 100),
                posting("revenue:calls", -1_000));
    }

    @Test
    void aCaptureIsAUsageAndTheHoldItselfPostsNothing() {
        Usage usage = usage(500, 0, new Consumed(TOP_UP, TopUpCategory.PROMOTIONAL, 500, false));
        assertPostings(
                new HoldCaptured(ACME, HOLD, usage, FIGURES, AT),
                posting("account:acme", 500),
                posting("revenue:calls", -500));
        assertPostings(new CreditHeld(ACME, HOLD, FIGURES, AT));
        assertPostings(new HoldReleased(ACME, HOLD, ReleaseReason.EXPIRED, FIGURES, AT));
        assertPostings(new AccountOpened(ACME, "Acme", FIGURES, AT));
    }

    @Test
    void aLateUsageIsPaidByTheAccountLikeAnyOther() {
        Usage usage = usage(
                1_000,
                0,
                new Consumed(TOP_UP, TopUpCategory.PAID, 300, true),
                new Consumed(new TopUpId("third"), TopUpCategory.PAID, 700, false));
        assertPostings(
                new CreditUsed(ACME, usage, FIGURES, AT),
                posting("account:acme", 1_000),
                posting("revenue:calls", -1_000));
    }

    @ParameterizedTest
    @CsvSource({"PAID, breakage, funding", "PROMOTIONAL, promotion, promotion"})
    void whatExpiresOrIsVoidedLeavesTheAccount(TopUpCategory category, String expired, String voided) {
        assertPostings(
                new TopUpExpired(ACME, TOP_UP, category, 250, FIGURES, AT),
                posting("account:acme", 250),
                posting(expired, -250));
        assertPostings(
                new TopUpExpiryReduced(ACME, TOP_UP, category, 250, FIGURES, AT),
                posting("account:acme", -250),
                posting(expired, 250));
        assertPostings(
                new TopUpVoided(ACME, TOP_UP, category, 250, ReasonCode.FRAUD, null, FIGURES, AT),
                posting("account:acme", 250),
                posting(voided, -250));
    }
}
