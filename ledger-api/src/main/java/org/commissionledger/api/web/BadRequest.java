package org.commissionledger.api.web;

import java.util.List;

/** The request is wrong whatever the state of the ledger: 400, with every bad field named. Nothing was written. */
public final class BadRequest extends RuntimeException {

    private final String code;
    private final List<FieldError> errors;

    private BadRequest(String code, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = errors;
    }

    public static BadRequest of(String code, String detail) {
        return new BadRequest(code, detail, List.of());
    }

    /** With one bad field its code is the problem's; with several, the first one's. */
    public static BadRequest of(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String detail = errors.size() == 1
                ? first.field() + ": " + first.detail()
                : errors.size() + " fields are not right; the first is " + first.field() + ": " + first.detail();
        return new BadRequest(first.code(), detail, List.copyOf(errors));
    }

    public static BadRequest field(String field, String code, String detail) {
        return of(List.of(new FieldError(field, code, detail)));
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }
}
