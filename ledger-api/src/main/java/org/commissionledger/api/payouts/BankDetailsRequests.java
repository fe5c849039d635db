package org.commissionledger.api.payouts;

import java.util.Locale;
import java.util.regex.Pattern;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Fields;
import org.commissionledger.payee.BankDetails;
import org.commissionledger.payee.Iban;
import org.jspecify.annotations.Nullable;

/** Understands bank details. What is wrong is said of a field, and the field is never repeated. */
final class BankDetailsRequests {

    private static final int LONGEST = 140;
    private static final Pattern ACCOUNT_NUMBER = Pattern.compile("[0-9]{6,17}");
    private static final Pattern SORT_CODE = Pattern.compile("[0-9]{6,9}");
    private static final Pattern BIC = Pattern.compile("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?");

    private BankDetailsRequests() {}

    static BankDetails read(Fields fields) {
        String payee = fields.requiredText("payee", LONGEST);
        String iban = compact(fields, "iban");
        if (iban != null && !Iban.isValid(iban)) {
            fields.error("iban", "payout-details.invalid-iban", "The check digits do not fit, or the form does not.");
        }
        String number = matching(fields, "accountNumber", ACCOUNT_NUMBER);
        String sortCode = matching(fields, "sortCode", SORT_CODE);
        String bic = matching(fields, "bic", BIC);
        String reference = fields.text("reference", LONGEST);
        fields.done();
        requireOneAccount(iban, number, sortCode);
        return new BankDetails(payee, iban, number, sortCode, bic, reference);
    }

    private static void requireOneAccount(
            @Nullable String iban, @Nullable String accountNumber, @Nullable String sortCode) {
        if ((accountNumber == null) != (sortCode == null)) {
            String missing = accountNumber == null ? "accountNumber" : "sortCode";
            throw BadRequest.field(missing, "request.missing-field", "An account number goes with a sort code.");
        }
        if ((iban == null) == (accountNumber == null)) {
            throw BadRequest.field(
                    "iban", "payout-details.one-account", "Either an IBAN or an account number is expected.");
        }
    }

    private static @Nullable String matching(Fields fields, String field, Pattern form) {
        String text = compact(fields, field);
        if (text != null && !form.matcher(text).matches()) {
            fields.error(field, "request.invalid-value", "This is not of the form that is expected.");
        }
        return text;
    }

    /** As people write it: with spaces, hyphens and small letters. */
    private static @Nullable String compact(Fields fields, String field) {
        String text = fields.text(field, LONGEST);
        return text == null ? null : text.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
    }
}
