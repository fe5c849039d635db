package org.commissionledger.api.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What the server itself refuses, before any of our code sees it, as a problem like all others. */
final class ServerProblems {

    private ServerProblems() {}

    static Problem of(HttpStatus status, @Nullable String instance) {
        String detail = status.is5xxServerError()
                ? "The service failed; its log says why."
                : "The request is not right: " + status.getReasonPhrase() + ".";
        return Problem.of(status, code(status), detail, instance);
    }

    private static String code(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "request.not-found";
            case METHOD_NOT_ALLOWED -> "request.method-not-allowed";
            default -> status.is5xxServerError() ? "service.fault" : "request.malformed";
        };
    }
}
