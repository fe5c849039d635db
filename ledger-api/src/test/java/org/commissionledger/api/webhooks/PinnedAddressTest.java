package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.testing.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A name that stands for something else each time that it is looked up: what was checked is what is called. */
class PinnedAddressTest {

    private static final byte[] KEY = new byte[32];
    private static final InetAddress ALLOWED = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress INSIDE = InetAddress.ofLiteral("10.0.0.1");

    private final LedgerSettings settings = new Binder(new MapConfigurationPropertySource(Map.of(
                    "ledger.webhooks.allow-insecure", "true",
                    "ledger.webhooks.timeout", "2s")))
            .bindOrCreate("ledger", LedgerSettings.class);
    private final AddressRules rules = new AddressRules(List.of("127.0.0.1/32"));
    private final Receiver receiver = new Receiver();
    private final AtomicInteger lookUps = new AtomicInteger();

    @AfterEach
    void close() {
        receiver.close();
    }

    private Sender.Reply send(AddressBook.Names names) throws IOException {
        String url =
                "http://moving.example.org:" + URI.create(receiver.url("/")).getPort() + "/";
        try (AddressBook book = new AddressBook(rules, names);
                Sender sender = new Sender(settings, book, Clock.systemUTC())) {
            return sender.send(url, List.of(KEY), "an-id", "{}");
        }
    }

    private InetAddress[] first(InetAddress first, InetAddress later) {
        return new InetAddress[] {lookUps.incrementAndGet() == 1 ? first : later};
    }

    @Test
    void isTheOneThatWasChecked() throws IOException {
        assertThat(send(host -> first(ALLOWED, INSIDE)).attempt().status()).isEqualTo(200);
        assertThat(lookUps)
                .as("nobody asks again between the check and the call")
                .hasValue(1);
        assertThat(receiver.messages().getFirst().header("Host")).startsWith("moving.example.org:");
    }

    @Test
    void isLookedUpAgainForTheNextConnection() throws IOException {
        assertThat(send(host -> first(ALLOWED, INSIDE)).attempt().status()).isEqualTo(200);
        assertThat(send(host -> first(ALLOWED, INSIDE)).attempt().error()).isEqualTo("forbidden-address");
        assertThat(receiver.messages()).hasSize(1);
    }

    @Test
    void isNoneOfSeveralWhereOneMayNotBeCalled() throws IOException {
        assertThat(send(host -> new InetAddress[] {ALLOWED, INSIDE}).attempt().error())
                .isEqualTo("forbidden-address");
        assertThat(receiver.messages()).isEmpty();
    }

    /** As many calls as there may be wait for a name that nobody answers for: others are found meanwhile. */
    @Test
    void isFoundWhileManyWaitForANameThatIsNot() throws IOException {
        CountDownLatch answered = new CountDownLatch(1);
        AddressBook.Names names = host -> {
            if (host.equals("silent.example.org")) {
                lookUps.incrementAndGet();
                await(answered);
            }
            return new InetAddress[] {ALLOWED};
        };
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                AddressBook book = new AddressBook(rules, names)) {
            for (int i = 0; i < 512; i++) {
                callers.execute(() -> waitFor(book));
            }
            Awaitility.await().until(() -> lookUps.get() > 0);
            for (int i = 0; i < 50; i++) {
                assertThat(book.resolve("host-" + i + ".example.org")).containsExactly(ALLOWED);
            }
            assertThat(lookUps).hasValue(1);
            answered.countDown();
        }
    }

    private static void waitFor(AddressBook book) {
        try {
            book.resolve("silent.example.org");
        } catch (UnknownHostException e) {
            // whoever waited for too long was told so
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
