package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.projection.engine.Projections;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Read your writes. A read with {@code Ledger-Min-Position} waits until its projection has got that far. One without waits a moment for what
 * the same client has written by this node: who asks for an order just placed finds it, whether or not they know of the header.
 */
@Component
public class MinPosition implements HandlerInterceptor {

    private static final String HEADER = "Ledger-Min-Position";
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    /** Longer than projections are behind as a rule; nobody who writes all the time is kept from reading. */
    private static final Duration A_MOMENT = Duration.ofMillis(250);

    private final Projections projections;
    private final EventReader history;
    private final OwnWrites own;

    MinPosition(Projections projections, EventReader history, OwnWrites own) {
        this.projections = projections;
        this.history = history;
        this.own = own;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            ReadsProjection reads = method.getMethodAnnotation(ReadsProjection.class);
            if (reads != null) {
                awaitHeader(request, List.of(reads.value()));
            }
        }
        return true;
    }

    /** For handlers that read other projections from request to request. */
    public void awaitHeader(HttpServletRequest request, List<String> names) {
        String header = request.getHeader(HEADER);
        if (header == null) {
            awaitOwn(names);
            return;
        }
        await(position(header), names);
    }

    private static long position(String header) {
        if (!header.matches("[0-9]{1,18}")) {
            throw BadRequest.field(HEADER, "request.invalid-position", "A position from Ledger-Position is expected.");
        }
        return Long.parseLong(header);
    }

    /** The same for reads of the history itself: it has what was written at once, and what was not yet before any projection. */
    public void awaitHistory(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header != null && history.head() < position(header)) {
            await(position(header), projections.names().subList(0, 1));
        }
    }

    private void awaitOwn(List<String> names) {
        Long written = own.position();
        if (written == null) {
            return;
        }
        for (String projection : names) {
            if (!projections.await(projection, written, A_MOMENT)) {
                return; // it answers with what there is
            }
        }
    }

    /** @throws Refused {@code projection.behind} when it takes longer than 5 s */
    public void await(long position, List<String> names) {
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        for (String projection : names) {
            if (!projections.await(projection, position, Duration.ofNanos(deadline - System.nanoTime()))) {
                throw Refused.projectionBehind(projection);
            }
        }
    }

    /** For the page behind an action, which itself is done: what takes longer than 5 s is shown as it was. */
    public void awaitForPage(long position, List<String> names) {
        try {
            await(position, names);
        } catch (Refused behind) {
            // the page is only older than it might be
        }
    }
}
