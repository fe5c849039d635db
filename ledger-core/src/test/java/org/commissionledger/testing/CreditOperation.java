package org.commissionledger.testing;

import java.time.Instant;
import java.util.Currency;
import org.commissionledger.credit.TopUpCategory;
import org.jspecify.annotations.Nullable;

/** Something that a client asks of an account, in plain values: what the model and the ledger are both asked. */
public sealed interface CreditOperation {

    String account();

    Instant now();

    record TopUp(
            String account,
            String id,
            long amount,
            TopUpCategory category,
            int priority,
            @Nullable Instant expiresAt,
            Instant at,
            Instant now)
            implements CreditOperation {}

    record Use(String account, String id, String product, long gross, Currency currency, Instant at, Instant now)
            implements CreditOperation {}

    record Hold(
            String account,
            String id,
            long amount,
            @Nullable Instant expiresAt,
            Instant now) implements CreditOperation {}

    record Capture(String account, String hold, @Nullable Long amount, String product, Instant at, Instant now)
            implements CreditOperation {}

    record Release(String account, String hold, Instant now) implements CreditOperation {}

    record Withdraw(String account, String topUp, Instant now) implements CreditOperation {}

    record Limit(String account, long limit, Instant now) implements CreditOperation {}

    record Book(String account, Instant now) implements CreditOperation {}
}
