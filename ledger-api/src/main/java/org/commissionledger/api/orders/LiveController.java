package org.commissionledger.api.orders;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.commissionledger.api.orders.LiveChannel.Change;
import org.commissionledger.api.orders.LiveFeed.Listener;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.StillWelcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What becomes of the orders, as server-sent events. Each listener has a virtual thread of its own that mostly waits; it is written to
 * at most ten times a second, with all that has gathered.
 */
@RestController
class LiveController {

    private static final Logger LOG = LoggerFactory.getLogger(LiveController.class);

    /** A sign of life that proxies want, and that finds out who has gone. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** While much happens, it is told four times a second: a thousand listeners must not cost what a thousand orders do. */
    private static final Duration BREATH = Duration.ofMillis(250);

    private static final String EVENTS = "text/event-stream;charset=UTF-8";
    private static final byte[] OPENING =
            ": here follows what happens\nretry: 2000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING_NEW = ": nothing new\n\n".getBytes(StandardCharsets.UTF_8);

    private final LiveFeed feed;
    private final StillWelcome welcome;

    LiveController(LiveFeed feed, StillWelcome welcome) {
        this.feed = feed;
        this.welcome = welcome;
    }

    @GetMapping({"/v1/analytics/live", "/dashboard/live"})
    void live(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        new Query(request).done();
        Optional<Long> after = lastEventId(request);
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            response.setContentType(EVENTS);
            return;
        }
        try (Listener listener = feed.listen(caller.organisation(), after).orElseThrow(Refused::tooManyListeners)) {
            response.setContentType(EVENTS);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no"); // a proxy must not gather what is wanted now
            tell(caller, listener, response.getOutputStream());
        } catch (IOException e) {
            LOG.debug("A listener has gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Caller caller, Listener listener, OutputStream out) throws IOException, InterruptedException {
        out.write(OPENING);
        out.flush();
        long written = System.nanoTime();
        while (listener.isOpen() && welcome.mayStillCall(caller)) {
            ByteArrayOutputStream changes = new ByteArrayOutputStream();
            for (Change change : listener.next()) {
                if (concerns(caller, change)) {
                    changes.writeBytes(change.text());
                }
            }
            boolean any = changes.size() > 0;
            boolean silent = System.nanoTime() - written >= HEARTBEAT.toNanos();
            if (!any && silent) {
                out.write(NOTHING_NEW);
            }
            if (any || silent) {
                changes.writeTo(out);
                out.flush();
                written = System.nanoTime();
                Thread.sleep(BREATH);
            }
            listener.await(HEARTBEAT);
        }
    }

    private static boolean concerns(Caller caller, Change change) {
        return caller.providerId() == null || caller.providerId().value().equals(change.providerId());
    }

    /** The ledgerSequence of the change that the client has heard last, as it was told in {@code id}. */
    private static Optional<Long> lastEventId(HttpServletRequest request) {
        String id = request.getHeader("Last-Event-ID");
        if (id == null || id.isBlank()) {
            return Optional.empty();
        }
        if (!id.matches("[0-9]{1,18}")) {
            throw BadRequest.field(
                    "Last-Event-ID", "request.invalid-value", "The id of an event of this stream is expected.");
        }
        return Optional.of(Long.parseLong(id));
    }
}
