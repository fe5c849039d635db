package org.commissionledger.payee;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** The form of an international bank account number (ISO 13616). */
public final class Iban {

    private static final Pattern FORM = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    private Iban() {}

    /** @param text in upper case and without spaces; its check digits must fit (ISO 7064, 97-10) */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches() && remainder(text) == 1;
    }

    /** Of the number that it makes with its first four characters last, and letters counted from A = 10. */
    private static int remainder(String text) {
        StringBuilder digits = new StringBuilder();
        (text.substring(4) + text.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(MODULUS).intValue();
    }
}
