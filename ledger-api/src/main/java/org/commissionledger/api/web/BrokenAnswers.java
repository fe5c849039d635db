package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * An answer that was begun and cannot be ended breaks off: the server closes the connection, so that nobody takes the part for the whole. A
 * problem behind it would end it as if all were there.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BrokenAnswers implements HandlerExceptionResolver {

    /** What the server logs, and closes the connection at. */
    private static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(HttpServletRequest request, Exception cause) {
            super(request.getMethod() + " " + request.getRequestURI() + ": the answer broke off", cause);
        }
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        if (!response.isCommitted() || isClientGone(e)) {
            return null;
        }
        throw new BrokenOff(request, e);
    }

    /** Whoever reads or writes may have wrapped it. */
    static boolean isClientGone(Exception e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .anyMatch(ClientAbortException.class::isInstance);
    }
}
