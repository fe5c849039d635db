package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.commissionledger.projection.engine.Projections;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Read your writes: a read with {@code Ledger-Min-Position} waits until its projection has got that far. */
@Component
public class MinPosition implements HandlerInterceptor {

    private static final String HEADER = "Ledger-Min-Position";
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final Projections projections;

    MinPosition(Projections projections) {
        this.projections = projections;
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
            return;
        }
        if (!header.matches("[0-9]{1,18}")) {
            throw BadRequest.field(HEADER, "request.invalid-position", "A position from Ledger-Position is expected.");
        }
        await(Long.parseLong(header), names);
    }

    /** @throws Refused {@code projection.behind} when it takes longer than 5 s */
    public void await(long position, List<String> names) {
        for (String projection : names) {
            if (!projections.await(projection, position, AT_MOST)) {
                throw Refused.projectionBehind(projection);
            }
        }
    }
}
