package org.commissionledger.discount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.commissionledger.testing.AggregateFixture.refusal;

import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.discount.DiscountCommand.BookDiscountExpiries;
import org.commissionledger.discount.DiscountCommand.PutDiscount;
import org.commissionledger.discount.DiscountCommand.RevokeDiscount;
import org.commissionledger.discount.DiscountEvent.DiscountChanged;
import org.commissionledger.discount.DiscountEvent.DiscountExpired;
import org.commissionledger.discount.DiscountEvent.DiscountGranted;
import org.commissionledger.discount.DiscountEvent.DiscountRevoked;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.AggregateFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscountsTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final AccountId OWNER = new AccountId("acme");
    private static final StreamId STREAM = DiscountCommand.stream(new OrganisationId("demo"), OWNER);
    private static final DiscountId ID = new DiscountId("d-1");
    private static final ProductId PRODUCT = new ProductId("giftware");
    private static final Instant FROM = Instant.parse("2011-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2011-04-01T00:00:00Z");
    private static final Instant BEFORE = FROM.minus(Duration.ofDays(9));
    private static final Instant BETWEEN = FROM.plus(Duration.ofDays(9));
    private static final Instant AFTER = TO.plus(Duration.ofDays(9));
    private static final Discount TENTH = percent("d-1", 1_000);

    private final AggregateTestFixture<Discounts> fixture = AggregateFixture.of(Discounts.class, Discounts::new);

    private static Discount percent(String id, int basisPoints) {
        return new Discount(
                new DiscountId(id),
                OWNER,
                DiscountScope.CUSTOMERS,
                PRODUCT,
                new DiscountTerms.Percent(basisPoints),
                FROM,
                TO);
    }

    private static PutDiscount put(Discount discount, @Nullable DiscountGranted known) {
        return new PutDiscount(STREAM, discount, known, BEFORE);
    }

    @Nested
    class Put {

        @Test
        void grants() {
            fixture.givenNoPriorActivity()
                    .when(put(TENTH, null))
                    .expectEvents(new DiscountGranted(TENTH, BEFORE))
                    .expectResultMessagePayload(new GrantedDiscount(TENTH, BEFORE, null));
        }

        @Test
        void isNoNewsWhenItIsTheSame() {
            DiscountGranted granted = new DiscountGranted(TENTH, BEFORE);
            fixture.given(granted).when(put(TENTH, granted)).expectNoEvents();
        }

        @Test
        void changes() {
            DiscountGranted granted = new DiscountGranted(TENTH, BEFORE);
            fixture.given(granted)
                    .when(put(percent("d-1", 500), granted))
                    .expectEvents(new DiscountChanged(percent("d-1", 500), BEFORE));
        }

        @Test
        void changesNothingThatWasRevoked() {
            DiscountGranted granted = new DiscountGranted(TENTH, BEFORE);
            fixture.given(granted, new DiscountRevoked(TENTH, BETWEEN))
                    .when(put(TENTH, granted))
                    .expectNoEvents()
                    .expectException(refusal(DiscountIsRevoked.class, "discount.revoked"));
        }

        @Test
        void movesToNoOtherOwner() {
            Discount others =
                    new Discount(ID, new AccountId("other"), DiscountScope.CUSTOMERS, PRODUCT, TENTH.terms(), FROM, TO);
            Discount own = new Discount(ID, OWNER, DiscountScope.ACCOUNT, PRODUCT, TENTH.terms(), FROM, TO);
            for (Discount elsewhere : List.of(others, own)) {
                fixture.givenNoPriorActivity()
                        .when(put(TENTH, new DiscountGranted(elsewhere, BEFORE)))
                        .expectNoEvents()
                        .expectException(refusal(DiscountOwnerFixed.class, "discount.owner-fixed"));
            }
        }

        @Test
        void endsAfterItBegins() {
            fixture.givenNoPriorActivity()
                    .when(put(new Discount(ID, OWNER, DiscountScope.CUSTOMERS, null, TENTH.terms(), FROM, FROM), null))
                    .expectNoEvents()
                    .expectException(refusal(InvalidDiscount.class, "request.invalid-value"));
        }
    }

    @Nested
    class Revoke {

        @Test
        void endsIt() {
            fixture.given(new DiscountGranted(TENTH, BEFORE))
                    .when(new RevokeDiscount(STREAM, ID, BETWEEN))
                    .expectEvents(new DiscountRevoked(TENTH, BETWEEN));
        }

        @Test
        void againIsNoNews() {
            fixture.given(new DiscountGranted(TENTH, BEFORE), new DiscountRevoked(TENTH, BETWEEN))
                    .when(new RevokeDiscount(STREAM, ID, AFTER))
                    .expectNoEvents()
                    .expectResultMessagePayload(new GrantedDiscount(TENTH, BEFORE, BETWEEN));
        }

        @Test
        void ofAnUnknownOneIsRefused() {
            fixture.given(new DiscountGranted(TENTH, BEFORE))
                    .when(new RevokeDiscount(STREAM, new DiscountId("none"), BETWEEN))
                    .expectNoEvents()
                    .expectException(refusal(UnknownDiscount.class, "discount.unknown"));
        }
    }

    @Nested
    class Expiry {

        private static final BookDiscountExpiries BOOK = new BookDiscountExpiries(STREAM, TO);

        @Test
        void isBookedOnce() {
            fixture.given(new DiscountGranted(TENTH, BEFORE)).when(BOOK).expectEvents(new DiscountExpired(TENTH, TO));
            fixture.given(new DiscountGranted(TENTH, BEFORE), new DiscountExpired(TENTH, TO))
                    .when(BOOK)
                    .expectNoEvents();
        }

        @Test
        void isBookedAgainWhenItsEndWasPutOff() {
            Discount longer = new Discount(ID, OWNER, DiscountScope.CUSTOMERS, PRODUCT, TENTH.terms(), FROM, AFTER);
            fixture.given(
                            new DiscountGranted(TENTH, BEFORE),
                            new DiscountExpired(TENTH, TO),
                            new DiscountChanged(longer, TO))
                    .when(new BookDiscountExpiries(STREAM, AFTER))
                    .expectEvents(new DiscountExpired(longer, AFTER));
        }

        @Test
        void isNotBookedEarlyNorForOneThatWasRevoked() {
            fixture.given(new DiscountGranted(TENTH, BEFORE))
                    .when(new BookDiscountExpiries(STREAM, BETWEEN))
                    .expectNoEvents();
            fixture.given(new DiscountGranted(TENTH, BEFORE), new DiscountRevoked(TENTH, BETWEEN))
                    .when(new BookDiscountExpiries(STREAM, AFTER))
                    .expectNoEvents();
        }
    }

    @Nested
    class State {

        private static DiscountState at(@Nullable Instant revokedAt, Instant now) {
            return DiscountState.of(new GrantedDiscount(TENTH, BEFORE, revokedAt), now);
        }

        @Test
        void followsFromTheTimes() {
            assertThat(at(null, BEFORE)).isEqualTo(DiscountState.SCHEDULED);
            assertThat(at(null, FROM)).isEqualTo(DiscountState.ACTIVE);
            assertThat(at(null, TO)).isEqualTo(DiscountState.EXPIRED);
            assertThat(at(BETWEEN, FROM)).isEqualTo(DiscountState.ACTIVE);
            assertThat(at(BETWEEN, BETWEEN)).isEqualTo(DiscountState.REVOKED);
            assertThat(at(BETWEEN, AFTER)).isEqualTo(DiscountState.REVOKED);
            assertThat(at(AFTER, AFTER)).isEqualTo(DiscountState.EXPIRED);
        }
    }

    @Nested
    class Best {

        private static final Money GROSS = Money.ofMinor(1_005, GBP);

        private static @Nullable DiscountGiven best(Instant at, GrantedDiscount... all) {
            return GrantedDiscount.best(List.of(all), PRODUCT, GROSS, at);
        }

        private static GrantedDiscount granted(Discount discount) {
            return new GrantedDiscount(discount, BEFORE, null);
        }

        private static DiscountGiven given(Discount discount, long amount) {
            return new DiscountGiven(discount.discountId(), discount.terms(), amount);
        }

        private static Discount fixed(Money amount) {
            return new Discount(
                    new DiscountId("fixed"),
                    OWNER,
                    DiscountScope.CUSTOMERS,
                    null,
                    new DiscountTerms.Fixed(amount),
                    FROM,
                    null);
        }

        @Test
        void isTheOneThatGivesMost() {
            Discount more = percent("d-2", 2_000);
            assertThat(best(FROM, granted(TENTH), granted(more))).isEqualTo(given(more, 201));
            assertThat(best(FROM, granted(fixed(Money.ofMinor(202, GBP))), granted(more)))
                    .isEqualTo(given(fixed(Money.ofMinor(202, GBP)), 202));
        }

        @Test
        void isRoundedHalfEven() {
            assertThat(best(FROM, granted(TENTH))).isEqualTo(given(TENTH, 100));
        }

        @Test
        void ofSeveralThatGiveTheSameIsTheFirstGrantedThenTheLowestId() {
            GrantedDiscount later = new GrantedDiscount(percent("d-0", 1_000), BETWEEN, null);
            assertThat(best(BETWEEN, later, granted(percent("d-3", 1_000)), granted(percent("d-2", 1_000))))
                    .isEqualTo(given(percent("d-2", 1_000), 100));
        }

        @Test
        void neverExceedsTheAmount() {
            Discount much = fixed(Money.ofMinor(9_999, GBP));
            assertThat(best(FROM, granted(much))).isEqualTo(given(much, 1_005));
        }

        @Test
        void isNoneInAnotherCurrencyForAnotherProductOrAtAnotherTime() {
            Discount other =
                    new Discount(ID, OWNER, DiscountScope.CUSTOMERS, new ProductId("other"), TENTH.terms(), FROM, TO);
            assertThat(best(FROM, granted(fixed(Money.ofMinor(1, Currency.getInstance("JPY"))))))
                    .isNull();
            assertThat(best(FROM, granted(other))).isNull();
            assertThat(best(BEFORE, granted(TENTH))).isNull();
            assertThat(best(TO, granted(TENTH))).isNull();
            assertThat(best(BETWEEN, new GrantedDiscount(TENTH, BEFORE, BETWEEN)))
                    .isNull();
        }

        @Test
        void holdsForUsageBeforeItWasRevoked() {
            assertThat(best(FROM, new GrantedDiscount(TENTH, BEFORE, BETWEEN))).isEqualTo(given(TENTH, 100));
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 10_001})
        void isNoShareOfNothingOrMoreThanAll(int basisPoints) {
            assertThatIllegalArgumentException().isThrownBy(() -> new DiscountTerms.Percent(basisPoints));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new DiscountTerms.Fixed(Money.ofMinor(-basisPoints, GBP)));
        }
    }
}
