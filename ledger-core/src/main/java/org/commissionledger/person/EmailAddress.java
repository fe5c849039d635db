package org.commissionledger.person;

import java.text.Normalizer;
import java.util.Locale;

/**
 * An address as the person gave it, without the white space around it, in Unicode's composed form (NFC). Whether mail arrives there
 * is not known: what it must have is one {@code @} between a name and a domain, at most 254 characters, and no white space or control characters.
 */
public record EmailAddress(String value) {

    public static final int MAX_LENGTH = 254;

    /** @throws InvalidEmail without repeating the text */
    public EmailAddress {
        value = Normalizer.normalize(value.strip(), Normalizer.Form.NFC);
        if (!isValid(value)) {
            throw new InvalidEmail();
        }
    }

    private static boolean isValid(String value) {
        int at = value.indexOf('@');
        return value.length() <= MAX_LENGTH
                && at > 0
                && value.indexOf('@', at + 1) < 0
                && isDomain(value.substring(at + 1))
                && PlainText.isPlain(value)
                && value.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    private static boolean isDomain(String domain) {
        return !domain.isEmpty() && !domain.startsWith(".") && !domain.endsWith(".") && !domain.contains("..");
    }

    /** What two spellings of one address have in common: lower case, whatever the language, and composed again. */
    public String normalised() {
        return Normalizer.normalize(value.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /** Says nothing, so that no log does. */
    @Override
    public String toString() {
        return "an email address";
    }
}
