package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(BrokenAnswers.class);

    /** What the server closes the connection at. */
    private static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(Exception cause) {
            super("an answer broke off", cause);
        }
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        if (!response.isCommitted()) {
            return null;
        }
        if (isClientGone(e)) {
            LOG.info("{} {}: the client went away", request.getMethod(), request.getRequestURI());
        } else {
            LOG.error("{} {} broke off", request.getMethod(), request.getRequestURI(), e);
        }
        throw new BrokenOff(e);
    }

    /** Whoever reads or writes may have wrapped it. */
    static boolean isClientGone(Exception e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .anyMatch(ClientAbortException.class::isInstance);
    }
}
