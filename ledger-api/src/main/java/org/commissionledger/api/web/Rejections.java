package org.commissionledger.api.web;

import java.util.List;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The one place that says what a refusal of the domain is in HTTP. */
public final class Rejections {

    private Rejections() {}

    public static HttpStatus status(Rejection rejection) {
        return switch (rejection) {
            case Rejection.Invalid i -> HttpStatus.BAD_REQUEST;
            case Rejection.Unknown u -> HttpStatus.NOT_FOUND;
            case Rejection.Conflict c -> HttpStatus.CONFLICT;
            case Rejection.Unprocessable u -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    public static Problem problem(Rejection rejection, @Nullable String instance) {
        List<FieldError> errors = rejection instanceof Rejection.Invalid invalid
                ? List.of(new FieldError(invalid.field(), invalid.code(), invalid.detail()))
                : List.of();
        return Problem.of(status(rejection), rejection.code(), rejection.detail(), instance, errors);
    }
}
