package org.commissionledger.customer;

import static org.commissionledger.testing.AggregateFixture.refusal;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.customer.CustomerCommand.ErasePersonalData;
import org.commissionledger.customer.CustomerCommand.IdentifyCustomer;
import org.commissionledger.customer.CustomerCommand.MergeIntoCustomer;
import org.commissionledger.customer.CustomerEvent.CustomerIdentified;
import org.commissionledger.customer.CustomerEvent.CustomerMerged;
import org.commissionledger.customer.CustomerEvent.CustomerMergedInto;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.Fingerprint;
import org.commissionledger.person.Sealed;
import org.commissionledger.testing.AggregateFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CustomerTest {

    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2011-04-01T00:00:00Z");
    private static final CustomerId KNOWN = new CustomerId("c-1");
    private static final CustomerId OTHER = new CustomerId("c-2");
    private static final CustomerId ANONYMOUS = new CustomerId("a-1");
    private static final CustomerId SECOND = new CustomerId("a-2");
    private static final StreamId STREAM = CustomerCommand.stream(new OrganisationId("demo"), KNOWN);

    private static final Fingerprint ADA = new Fingerprint("A".repeat(43));
    private static final Fingerprint EVE = new Fingerprint("E".repeat(43));
    private static final CustomerIdentified IDENTIFIED =
            new CustomerIdentified(KNOWN, sealed("e"), sealed("n"), ADA, AT);

    private final AggregateTestFixture<Customer> customer = AggregateFixture.of(Customer.class, Customer::new);

    /** 92 bytes, the smallest sealed value. */
    private static Sealed sealed(String fill) {
        return new Sealed("v1:" + fill.repeat(122) + "A");
    }

    private static IdentifyCustomer identify(Fingerprint details, CustomerId... mergeFrom) {
        return new IdentifyCustomer(STREAM, KNOWN, sealed("x"), sealed("y"), details, List.of(mergeFrom), LATER);
    }

    private static CustomerIdentified identified(Fingerprint details) {
        return new CustomerIdentified(KNOWN, sealed("x"), sealed("y"), details, LATER);
    }

    private static CustomerState known(CustomerId... merged) {
        return new CustomerState(ADA, Set.of(merged), null, false);
    }

    /** The customer of this stream is the anonymous one here. */
    private static MergeIntoCustomer mergeInto(CustomerId known) {
        return new MergeIntoCustomer(STREAM, KNOWN, known, LATER);
    }

    @Nested
    class Identify {

        @Test
        void makesAnAnonymousCustomerKnown() {
            customer.givenNoPriorActivity()
                    .when(identify(ADA))
                    .expectEvents(identified(ADA))
                    .expectResultMessagePayload(known());
        }

        @Test
        void goesWithoutAName() {
            customer.givenNoPriorActivity()
                    .when(new IdentifyCustomer(STREAM, KNOWN, sealed("x"), null, ADA, List.of(), LATER))
                    .expectEvents(new CustomerIdentified(KNOWN, sealed("x"), null, ADA, LATER));
        }

        @Test
        void isNoNewsWithTheSameDetailsHoweverTheyAreSealed() {
            customer.given(IDENTIFIED)
                    .when(identify(ADA))
                    .expectResultMessagePayload(known())
                    .expectNoEvents();
        }

        @Test
        void takesOtherDetailsForTheLatest() {
            customer.given(IDENTIFIED)
                    .when(identify(EVE))
                    .expectEvents(identified(EVE))
                    .expectResultMessagePayload(new CustomerState(EVE, Set.of(), null, false));
        }

        @Test
        void takesEarlierDetailsBack() {
            customer.given(IDENTIFIED, new CustomerIdentified(KNOWN, sealed("e"), null, EVE, AT))
                    .when(identify(ADA))
                    .expectEvents(identified(ADA));
        }

        @Test
        void mergesAnonymousCustomersOnceEach() {
            customer.given(IDENTIFIED, new CustomerMerged(KNOWN, ANONYMOUS, AT))
                    .when(identify(ADA, ANONYMOUS, SECOND, SECOND))
                    .expectEvents(new CustomerMerged(KNOWN, SECOND, LATER))
                    .expectResultMessagePayload(known(ANONYMOUS, SECOND));
        }

        @Test
        void identifiesAndMergesInOne() {
            customer.givenNoPriorActivity()
                    .when(identify(ADA, ANONYMOUS))
                    .expectEvents(identified(ADA), new CustomerMerged(KNOWN, ANONYMOUS, LATER));
        }

        @Test
        void refusesToMergeWithItself() {
            customer.given(IDENTIFIED)
                    .when(identify(ADA, ANONYMOUS, KNOWN))
                    .expectException(refusal(MergeWithItself.class, "customer.merge-with-itself"))
                    .expectNoEvents();
        }

        @Test
        void refusesACustomerWhoWasMergedIntoAnother() {
            customer.given(new CustomerMergedInto(KNOWN, OTHER, AT))
                    .when(identify(ADA))
                    .expectException(refusal(AlreadyMerged.class, "customer.already-merged"))
                    .expectNoEvents();
        }

        @Test
        void refusesAnErasedCustomer() {
            customer.given(IDENTIFIED, new PersonalDataErased(KNOWN, AT))
                    .when(identify(ADA))
                    .expectException(refusal(CustomerErased.class, "customer.erased"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Merge {

        @Test
        void takesOneWhomNobodyHasSeen() {
            customer.givenNoPriorActivity()
                    .when(mergeInto(OTHER))
                    .expectEvents(new CustomerMergedInto(KNOWN, OTHER, LATER))
                    .expectResultMessagePayload(new CustomerState(null, Set.of(), OTHER, false));
        }

        @Test
        void isNoNewsIntoTheSame() {
            customer.given(new CustomerMergedInto(KNOWN, OTHER, AT))
                    .when(mergeInto(OTHER))
                    .expectResultMessagePayload(new CustomerState(null, Set.of(), OTHER, false))
                    .expectNoEvents();
        }

        @Test
        void refusesOneWhoWasMergedIntoAnother() {
            customer.given(new CustomerMergedInto(KNOWN, SECOND, AT))
                    .when(mergeInto(OTHER))
                    .expectException(refusal(AlreadyMerged.class, "customer.already-merged"))
                    .expectNoEvents();
        }

        @Test
        void refusesOneWhoIsIdentified() {
            customer.given(IDENTIFIED)
                    .when(mergeInto(OTHER))
                    .expectException(refusal(AlreadyIdentified.class, "customer.already-identified"))
                    .expectNoEvents();
        }

        @Test
        void refusesOneWhoWasErased() {
            customer.given(IDENTIFIED, new PersonalDataErased(KNOWN, AT))
                    .when(mergeInto(OTHER))
                    .expectException(refusal(CustomerErased.class, "customer.erased"))
                    .expectNoEvents();
        }

        @Test
        void refusesItself() {
            customer.givenNoPriorActivity()
                    .when(mergeInto(KNOWN))
                    .expectException(refusal(MergeWithItself.class, "customer.merge-with-itself"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Erase {

        private ErasePersonalData erase(boolean seen) {
            return new ErasePersonalData(STREAM, KNOWN, seen, LATER);
        }

        @Test
        void forgetsAKnownCustomer() {
            customer.given(IDENTIFIED, new CustomerMerged(KNOWN, ANONYMOUS, AT))
                    .when(erase(false))
                    .expectEvents(new PersonalDataErased(KNOWN, LATER))
                    .expectResultMessagePayload(new CustomerState(null, Set.of(ANONYMOUS), null, true));
        }

        @Test
        void forgetsAnAnonymousOneForTheFuture() {
            customer.givenNoPriorActivity().when(erase(true)).expectEvents(new PersonalDataErased(KNOWN, LATER));
        }

        @Test
        void isNoNewsAgain() {
            customer.given(IDENTIFIED, new PersonalDataErased(KNOWN, AT))
                    .when(erase(true))
                    .expectResultMessagePayload(new CustomerState(null, Set.of(), null, true))
                    .expectNoEvents();
        }

        @Test
        void refusesOneWhomNobodyKnows() {
            customer.givenNoPriorActivity()
                    .when(erase(false))
                    .expectException(refusal(UnknownCustomer.class, "customer.unknown"))
                    .expectNoEvents();
        }

        @Test
        void refusesOneWhoIsAnotherByNow() {
            customer.given(new CustomerMergedInto(KNOWN, OTHER, AT))
                    .when(erase(true))
                    .expectException(refusal(AlreadyMerged.class, "customer.already-merged"))
                    .expectNoEvents();
        }
    }
}
