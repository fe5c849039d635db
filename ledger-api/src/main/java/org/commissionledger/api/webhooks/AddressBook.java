package org.commissionledger.api.webhooks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Finds the addresses of hosts, and gives out only those that may be called. The client that connects asks nobody else, so that between the
 * check and the call there is nothing that could answer otherwise. A name with one address that may not be called has none.
 *
 * <p>The system's look-up holds its thread: it runs on a few threads of its own, one for a name however many wait for it, so that a name
 * which nobody answers for keeps others from none. Whoever waits gives up after a while.
 */
@Component
final class AddressBook implements DnsResolver, AutoCloseable {

    private static final int THREADS = 64;
    private static final int MOST = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final AddressRules rules;
    private final ExecutorService lookingUp = new ThreadPoolExecutor(
            0,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("ledger-webhook-names-", 0).daemon().factory());

    private final Names names;
    private final Map<String, Future<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    @Autowired
    AddressBook(AddressRules rules) {
        this(rules, InetAddress::getAllByName);
    }

    AddressBook(AddressRules rules, Names names) {
        this.rules = rules;
        this.names = names;
    }

    /** Where addresses of names come from; it may answer otherwise each time that it is asked. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** What the name stands for may not be called. */
    static final class ForbiddenAddressException extends UnknownHostException {
        ForbiddenAddressException() {
            super("the address may not be called");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookUp(host);
        if (!Arrays.stream(addresses).allMatch(rules::allows)) {
            throw new ForbiddenAddressException();
        }
        return Arrays.copyOf(addresses, Math.min(addresses.length, MOST));
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        try {
            return underWay.computeIfAbsent(host, this::begin).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw new UnknownHostException("too many names are being looked up");
        } catch (ExecutionException | TimeoutException e) {
            throw new UnknownHostException("the name has no address");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted");
        }
    }

    /** What was found is for those who wait now: whoever comes later looks anew. */
    private Future<InetAddress[]> begin(String host) {
        return lookingUp.submit(() -> {
            try {
                return names.addresses(host);
            } finally {
                underWay.remove(host);
            }
        });
    }

    @Override
    public void close() {
        lookingUp.shutdownNow();
    }
}
