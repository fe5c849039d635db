package org.commissionledger.payee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.AggregateFixture.refusal;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.MARCH;

import java.nio.file.Path;
import java.time.Clock;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.payee.PayeeBook.Forgetting;
import org.commissionledger.payee.PayeeCommand.ChangeDetails;
import org.commissionledger.payee.PayeeCommand.EraseDetails;
import org.commissionledger.payee.PayeeEvent.DetailsChanged;
import org.commissionledger.payee.PayeeEvent.DetailsErased;
import org.commissionledger.person.Erasures;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.Sealed;
import org.commissionledger.testing.AggregateFixture;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayeeTest {

    private static final StreamId STREAM = PayeeCommand.stream(DEMO);
    private static final Sealed SEALED = new Sealed(
            "v1:BwoNEBMWGRwfIiUoKy4xNDc6PUBDRklMT1JVWFteYWRnam1wc3Z5fH-ChYiLjpGUl5qdoKOmqayvsrW4u77BxMfKzdDT1tnc3-Ll6Ovu8fT3-v0AAwYJDA8SFRg");
    private static final DetailsChanged CHANGED = new DetailsChanged(0, SEALED, MARCH);
    private static final DetailsErased ERASED = new DetailsErased(0, MARCH);

    private final AggregateTestFixture<Payee> fixture = AggregateFixture.of(Payee.class, Payee::new);

    @Test
    void changesAndIsErased() {
        fixture.givenNoPriorActivity()
                .when(new ChangeDetails(STREAM, 0, SEALED, MARCH))
                .expectEvents(CHANGED);
        fixture.given(CHANGED).when(new EraseDetails(STREAM, 0, MARCH)).expectEvents(ERASED);
        fixture.given(CHANGED, ERASED)
                .when(new ChangeDetails(STREAM, 1, SEALED, MARCH))
                .expectEvents(new DetailsChanged(1, SEALED, MARCH));
    }

    @Test
    void isErasedOnceAndOnlyAsItWasMeant() {
        fixture.given(CHANGED, ERASED)
                .when(new EraseDetails(STREAM, 0, MARCH))
                .expectNoEvents()
                .expectException(refusal(UnknownDetails.class, "payout-details.unknown"));
        fixture.given(CHANGED, ERASED, new DetailsChanged(1, SEALED, MARCH))
                .when(new EraseDetails(STREAM, 0, MARCH))
                .expectNoEvents()
                .expectException(refusal(UnknownDetails.class, "payout-details.unknown"));
    }

    /** Stopped between the decision and the key: the note that was written before tells what to finish. */
    @Test
    void isForgottenWhateverStopsInBetween(@TempDir Path directory) {
        try (TestLedger ledger = new TestLedger(TestDatabase.migrated())) {
            PersonKeys keys = PersonKeys.withKeyFile(ledger.pool(), ledger.core.watcher(), directory.resolve("keys"));
            PayeeBook book = new PayeeBook(ledger.core.reader(), ledger.core.eventCodec(), keys);
            BankDetails details = new BankDetails("Jo", "GB29NWBK60161331926819", null, null, null, null);
            put(ledger, book, details);
            assertThat(book.find(DEMO)).contains(details);
            Forgetting forgetting = book.forgetting(DEMO, MARCH);
            Erasures erasures = new Erasures(ledger.pool(), keys, book.erased(), Clock.systemUTC());
            try {
                erasures.erase(
                        forgetting.holder(),
                        () -> {
                            ledger.run(DEMO, forgetting.command());
                            throw new IllegalStateException("the service stops");
                        },
                        decision -> true);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("the service stops");
            }
            assertThat(keys.isDestroyed(forgetting.holder())).isFalse();
            assertThat(erasures.catchUp()).isEqualTo(1);
            assertThat(keys.isDestroyed(forgetting.holder())).isTrue();
            assertThat(book.find(DEMO)).isEmpty();
            put(ledger, book, details);
            assertThat(book.find(DEMO)).contains(details);
            assertThat(book.erased()).rejects(book.forgetting(DEMO, MARCH).holder());
        }
    }

    private static void put(TestLedger ledger, PayeeBook book, BankDetails details) {
        Reply.Fresh reply = (Reply.Fresh)
                ledger.ledger().execute(TestLedger.context(DEMO), () -> book.change(DEMO, details, MARCH), null);
        assertThat(reply.result().refusal()).isNull();
    }
}
