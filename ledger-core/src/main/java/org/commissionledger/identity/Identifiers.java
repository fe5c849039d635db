package org.commissionledger.identity;

/**
 * The one rule for identifiers that a client may choose: 1 to 64 of {@code A-Z a-z 0-9 . _ : -}, but neither {@code .} nor {@code ..},
 * which no path can hold (RFC 3986, section 5.2.4).
 */
public final class Identifiers {

    public static final int MAX_LENGTH = 64;

    private Identifiers() {}

    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH || value.equals(".") || value.equals("..")) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == ':';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /** @throws IllegalArgumentException naming the kind of identifier, never its value */
    public static String require(String kind, String value) {
        if (!isValid(value)) {
            throw new IllegalArgumentException(kind + " must be 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        return value;
    }
}
