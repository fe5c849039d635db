package org.commissionledger.api.bulk;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of one item. */
record BulkResult(
        long index,
        @Nullable String id,
        Outcome outcome,
        @Nullable String code,
        @Nullable String detail) {

    enum Outcome {
        ACCEPTED,
        UNCHANGED,
        REJECTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
