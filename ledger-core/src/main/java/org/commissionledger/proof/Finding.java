package org.commissionledger.proof;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it should be.
 *
 * @param ledgerSequence where, as far as it can be told
 * @param detail in a sentence; holds no personal data, since the history holds none in the clear
 */
public record Finding(FindingCode code, @Nullable Long ledgerSequence, String detail) {

    @Override
    public String toString() {
        return code + (ledgerSequence == null ? "" : " at " + ledgerSequence) + ": " + detail;
    }
}
