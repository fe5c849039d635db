package org.commissionledger.rejection;

/**
 * A command that the rules refuse. It changes nothing, carries a stable code that clients may rely on, and a detail for people
 * that holds no personal data. The four kinds say what the client could do about it; one place maps them to HTTP.
 */
public abstract sealed class Rejection extends RuntimeException
        permits Rejection.Invalid, Rejection.Unknown, Rejection.Conflict, Rejection.Unprocessable {

    private final String code;

    private Rejection(String code, String detail) {
        super(detail, null, false, false); // a refusal is an answer, not a fault: no stack trace is taken
        this.code = code;
    }

    /** Stable and documented, such as {@code commission.exceeds-pending}. */
    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /**
     * What was asked for already holds. A single request is refused all the same; an item of a bulk request, which may be sent
     * again after a broken connection, counts as unchanged.
     */
    public boolean isAlreadyAsAsked() {
        return false;
    }

    /** The request itself is wrong, whatever the state of the ledger: names the field. */
    public abstract static non-sealed class Invalid extends Rejection {
        private final String field;

        protected Invalid(String code, String field, String detail) {
            super(code, detail);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }

    /** What the request is about does not exist, or not for this caller. */
    public abstract static non-sealed class Unknown extends Rejection {
        protected Unknown(String code, String detail) {
            super(code, detail);
        }
    }

    /** The present state does not allow it. */
    public abstract static non-sealed class Conflict extends Rejection {
        protected Conflict(String code, String detail) {
            super(code, detail);
        }
    }

    /** The request refers to something that it cannot refer to. */
    public abstract static non-sealed class Unprocessable extends Rejection {
        protected Unprocessable(String code, String detail) {
            super(code, detail);
        }
    }
}
