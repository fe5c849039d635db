package org.commissionledger.api.web;

import org.springframework.http.HttpStatus;

/** A request that the service itself refuses, rather than a rule of the domain. */
public final class Refused extends RuntimeException {

    private final HttpStatus status;
    private final String code;

    private Refused(HttpStatus status, String code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    public static Refused notFound() {
        return new Refused(HttpStatus.NOT_FOUND, "request.not-found", "There is nothing here.");
    }

    public static Refused notFound(String code, String detail) {
        return new Refused(HttpStatus.NOT_FOUND, code, detail);
    }

    public static Refused forbidden(String detail) {
        return new Refused(HttpStatus.FORBIDDEN, "access.denied", detail);
    }

    public static Refused keyReused() {
        return new Refused(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency.key-reused",
                "This Idempotency-Key was used for another request; take a new key for a new request.");
    }

    public static Refused stillRunning() {
        return new Refused(
                HttpStatus.CONFLICT,
                "idempotency.in-progress",
                "The first request with this Idempotency-Key is still running; ask again in a moment.");
    }

    public static Refused conflict(String code, String detail) {
        return new Refused(HttpStatus.CONFLICT, code, detail);
    }

    public static Refused unsupportedMediaType(String supported) {
        return new Refused(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE, "request.unsupported-media-type", "Send " + supported + ".");
    }

    public static Refused beyondTheEnd() {
        return new Refused(
                HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                "request.range-not-satisfiable",
                "What is asked for begins behind the end of the file.");
    }

    public static Refused tooLarge(long limit) {
        return new Refused(
                HttpStatus.CONTENT_TOO_LARGE,
                "request.too-large",
                "A single request may have at most " + limit + " bytes; bulk requests have no limit.");
    }

    /** Answered with Retry-After. */
    public static Refused projectionBehind(String projection) {
        return new Refused(
                HttpStatus.SERVICE_UNAVAILABLE,
                "projection.behind",
                "The projection " + projection + " has not reached the position that was asked for; ask again.");
    }

    /** Answered with Retry-After. */
    public static Refused whatIfIsBusy() {
        return new Refused(
                HttpStatus.SERVICE_UNAVAILABLE,
                "what-if.busy",
                "This node works on another question of this kind; ask again in a moment.");
    }

    public static Refused whatIfTookTooLong(long seconds) {
        return new Refused(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "what-if.too-long",
                "The history could not be replayed within " + seconds + " s; nothing was written.");
    }

    /** Answered with Retry-After. */
    public static Refused tooManyExports() {
        return new Refused(
                HttpStatus.SERVICE_UNAVAILABLE,
                "reports.too-many-exports",
                "As many exports are being made as this node makes at a time; try again in a moment.");
    }

    /** Answered with Retry-After. */
    public static Refused tooManyUploads() {
        return new Refused(
                HttpStatus.SERVICE_UNAVAILABLE,
                "statement.too-many-uploads",
                "As many statements are being read as this node reads at a time; try again in a moment.");
    }

    /** Answered with Retry-After. */
    public static Refused tooManyListeners() {
        return new Refused(
                HttpStatus.SERVICE_UNAVAILABLE,
                "live.too-many-listeners",
                "As many listen as this node can serve; try again in a moment.");
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
