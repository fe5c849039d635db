package org.commissionledger.api;

import org.commissionledger.api.database.DatabaseStartException;
import org.commissionledger.person.KeysUnavailableException;
import org.commissionledger.proof.SigningKeysException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in one sentence why the service did not start, where the operator can mend it, in place of a hundred lines of stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseStartException
                    || cause instanceof KeysUnavailableException
                    || cause instanceof SigningKeysException) {
                return new FailureAnalysis("The ledger did not start: " + cause.getMessage(), null, cause);
            }
        }
        return null;
    }
}
