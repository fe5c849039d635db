package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import org.commissionledger.eventstore.StoreReadException;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.commissionledger.person.KeysUnavailableException;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns everything that can go wrong into a problem that names its code; faults are logged here, once, and tell the client nothing. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    @ExceptionHandler
    ResponseEntity<String> badRequest(BadRequest e, HttpServletRequest request) {
        return Problem.of(HttpStatus.BAD_REQUEST, e.code(), e.detail(), request.getRequestURI(), e.errors())
                .response();
    }

    @ExceptionHandler
    ResponseEntity<String> refused(Refused e, HttpServletRequest request) {
        return Problem.of(e.status(), e.code(), e.detail(), request.getRequestURI())
                .response();
    }

    @ExceptionHandler
    ResponseEntity<String> rejected(Rejection e, HttpServletRequest request) {
        return Rejections.problem(e, request.getRequestURI()).response();
    }

    @ExceptionHandler
    ResponseEntity<String> unavailable(StoreUnavailableException e, HttpServletRequest request) {
        String code = e.outcomeUnknown() ? "store.outcome-unknown" : "store.unavailable";
        String detail = e.outcomeUnknown()
                ? "It is not known whether the request was carried out. Send it again with the same Idempotency-Key."
                : "The request was not carried out. Send it again in a moment, with the same Idempotency-Key.";
        if (e.getCause() != null) {
            LOG.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
        }
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, code, detail, request.getRequestURI())
                .response();
    }

    @ExceptionHandler
    ResponseEntity<String> keysUnavailable(KeysUnavailableException e, HttpServletRequest request) {
        LOG.error("{} {}: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "store.unavailable",
                        "The keys of persons cannot be used now; nothing was changed. Ask again in a moment.",
                        request.getRequestURI())
                .response();
    }

    @ExceptionHandler({StoreReadException.class, DataAccessException.class, TransactionException.class})
    ResponseEntity<String> databaseFault(Exception e, HttpServletRequest request) {
        LOG.error("{} {}: the database did not answer", request.getMethod(), request.getRequestURI(), e);
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "store.unavailable",
                        "The database did not answer; nothing was changed. Ask again in a moment.",
                        request.getRequestURI())
                .response();
    }

    /** Security answers these itself, in front of the controllers. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void security(RuntimeException e) {
        throw e;
    }

    /** A parameter's name or value is such that the parameters cannot even be read. */
    @ExceptionHandler
    ResponseEntity<String> unreadable(RequestRejectedException e, HttpServletRequest request) {
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "request.malformed",
                        "The parameters cannot be read.",
                        request.getRequestURI())
                .response();
    }

    @ExceptionHandler
    ResponseEntity<String> methodNotAllowed(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        ResponseEntity<String> problem = Problem.of(
                        HttpStatus.METHOD_NOT_ALLOWED,
                        "request.method-not-allowed",
                        "This method is not for this path.",
                        request.getRequestURI())
                .response();
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(problem.getHeaders());
        if (e.getSupportedHttpMethods() != null) {
            headers.setAllow(e.getSupportedHttpMethods());
        }
        return new ResponseEntity<>(problem.getBody(), headers, problem.getStatusCode());
    }

    /** What Spring itself finds wrong with a request, and everything that nobody foresaw. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<String> other(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
            String code = switch (status) {
                case NOT_FOUND -> "request.not-found";
                case NOT_ACCEPTABLE -> "request.not-acceptable";
                case UNSUPPORTED_MEDIA_TYPE -> "request.unsupported-media-type";
                default -> "request.malformed";
            };
            return Problem.of(
                            status,
                            code,
                            "The request is not right: " + status.getReasonPhrase() + ".",
                            request.getRequestURI())
                    .response();
        }
        if (BrokenAnswers.isClientGone(e)) { // whoever asked for a long answer may have seen enough
            LOG.info("{} {}: the client went away", request.getMethod(), request.getRequestURI());
            return null;
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return Problem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "service.fault",
                        "The service failed; its log says why.",
                        request.getRequestURI())
                .response();
    }
}
