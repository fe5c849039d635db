package org.commissionledger.api.webhooks;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.projection.webhooks.Attempt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls an endpoint once. It connects to no address but those of {@link AddressBook}, follows nothing, sends no cookie, reads of the answer
 * no more than its first 1 KB, and is done when its time is over, whatever the other side does.
 */
@Component
final class Sender implements AutoCloseable {

    private static final int ANSWER_BYTES = 1_024;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration KEEP = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final CloseableHttpClient http;
    private final Duration timeout;
    private final boolean insecure;
    private final Clock clock;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-webhook-deadlines").daemon().factory());

    Sender(LedgerSettings settings, AddressBook addresses, Clock clock) {
        LedgerSettings.Webhooks webhooks = settings.webhooks();
        this.timeout = webhooks.timeout();
        this.insecure = webhooks.allowInsecure();
        this.clock = clock;
        this.http = client(webhooks, addresses);
    }

    private static CloseableHttpClient client(LedgerSettings.Webhooks settings, AddressBook addresses) {
        Timeout whole = Timeout.of(settings.timeout());
        Timeout connect = Timeout.of(settings.timeout().compareTo(CONNECT) < 0 ? settings.timeout() : CONNECT);
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(settings.atOnce())
                .setMaxConnPerRoute(settings.atOnce()) // endpoints at one host do not wait for each other
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(8_192)
                                .setMaxHeaderCount(100)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(whole)
                        .setTimeToLive(TimeValue.of(KEEP))
                        .setIdleTimeout(Timeout.of(IDLE))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(whole)
                        .setResponseTimeout(whole)
                        .setHardCancellationEnabled(true)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .evictIdleConnections(TimeValue.of(IDLE))
                .setUserAgent("commission-ledger-webhooks")
                .build();
    }

    /** What came back, with what the server asked for in {@code Retry-After}. */
    record Reply(Attempt attempt, Duration asked) {}

    /**
     * @param secrets all that sign
     * @param id the same for every attempt at the same delivery
     */
    Reply send(String url, List<byte[]> secrets, String id, String body) {
        Instant at = clock.instant();
        long began = System.nanoTime();
        if (Target.read(url, insecure).target() == null) {
            return failed(at, began, "forbidden-address"); // settings have changed since it was registered
        }
        HttpPost request = new HttpPost(url);
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", Long.toString(at.getEpochSecond()));
        request.setHeader("webhook-signature", Signature.of(secrets, id, at, body));
        request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        AtomicBoolean late = new AtomicBoolean();
        Future<?> deadline = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return answer(request, at, began);
        } catch (IOException | RuntimeException e) {
            return failed(at, began, late.get() ? "timeout" : reason(e));
        } finally {
            deadline.cancel(false);
        }
    }

    private Reply answer(HttpPost request, Instant at, long began) throws IOException {
        ClassicHttpResponse response = http.executeOpen(null, request, null);
        try {
            String text = firstBytes(request, response.getEntity());
            Header retryAfter = response.getFirstHeader("Retry-After");
            Duration asked = mayAsk(response.getCode())
                    ? RetrySchedule.asked(retryAfter == null ? null : retryAfter.getValue(), clock.instant())
                    : Duration.ZERO;
            return new Reply(new Attempt(at, millisSince(began), response.getCode(), null, text), asked);
        } finally {
            closeQuietly(response);
        }
    }

    private static boolean mayAsk(int status) {
        return status == 429 || status == 503;
    }

    /**
     * Of a longer answer nobody reads the rest: the connection ends here, because closing it politely would read on to the end. One that
     * breaks off after its status has said enough.
     */
    private static @Nullable String firstBytes(HttpPost request, @Nullable HttpEntity entity) {
        byte[] bytes = new byte[ANSWER_BYTES];
        int length = 0;
        if (entity != null) {
            try {
                InputStream in = entity.getContent();
                int read = 0;
                while (read >= 0 && length < ANSWER_BYTES) {
                    length += read;
                    read = in.read(bytes, length, ANSWER_BYTES - length);
                }
                if (length == ANSWER_BYTES && in.read() >= 0) {
                    request.cancel();
                }
            } catch (IOException e) {
                request.cancel();
            }
        }
        return length == 0 ? null : storable(bytes, length);
    }

    /** No column of text can hold the character 0. */
    private static String storable(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // what was cut off cannot be closed in good order, and need not be
        }
    }

    private static Reply failed(Instant at, long began, String error) {
        return new Reply(new Attempt(at, millisSince(began), null, error, null), Duration.ZERO);
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** A word, never the text of an exception: that may hold what is nobody's business. */
    private static String reason(Exception e) {
        return switch (e) {
            case AddressBook.ForbiddenAddressException forbidden -> "forbidden-address";
            case UnknownHostException unknown -> "unknown-host";
            case SocketTimeoutException late -> "timeout";
            case SSLException tls -> "tls";
            case ConnectException refused -> "connection-refused";
            default -> "connection-lost";
        };
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }
}
