package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.commissionledger.projection.engine.Projections;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Read your writes: a read with {@code Ledger-Min-Position} waits until its projection has got that far. */
@Component
class MinPosition implements HandlerInterceptor {

    private static final String HEADER = "Ledger-Min-Position";
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final Projections projections;

    MinPosition(Projections projections) {
        this.projections = projections;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String header = request.getHeader(HEADER);
        if (header == null || !(handler instanceof HandlerMethod method)) {
            return true;
        }
        ReadsProjection reads = method.getMethodAnnotation(ReadsProjection.class);
        if (reads == null) {
            return true;
        }
        if (!header.matches("[0-9]{1,18}")) {
            throw BadRequest.field(HEADER, "request.invalid-position", "A position from Ledger-Position is expected.");
        }
        for (String projection : reads.value()) {
            if (!projections.await(projection, Long.parseLong(header), AT_MOST)) {
                throw Refused.projectionBehind(projection);
            }
        }
        return true;
    }
}
