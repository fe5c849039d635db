package org.commissionledger.credit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;
import org.commissionledger.account.AccountId;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.Sha256;

/** Names a usage within its organisation, whatever account it is of. */
public record UsageId(@JsonValue String value) {

    /** In front of what was made from a text that is no identifier: 7 and 43 characters, within the 64 of an identifier. */
    private static final String HASHED = "sha256:";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UsageId {
        Identifiers.require("usageId", value);
    }

    /** The text itself where it is an identifier, else one that is always the same for the same text. */
    public static UsageId of(String text) {
        return Identifiers.isValid(text) ? new UsageId(text) : hashed(text);
    }

    /**
     * A CloudEvents event is named by its source and its id together. Two pairs that differ have different names, also where the parts
     * would run into the same text.
     */
    public static UsageId ofCloudEvent(String source, String id) {
        return hashed("cloudevent " + source.length() + " " + source + " " + id);
    }

    /** The usage that a hold is captured by: there is one for each hold at the most. */
    static UsageId ofCapture(AccountId account, HoldId hold) {
        return hashed("capture " + account + " " + hold);
    }

    private static UsageId hashed(String text) {
        return new UsageId(HASHED + Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text)));
    }

    @Override
    public String toString() {
        return value;
    }
}
