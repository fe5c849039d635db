package org.commissionledger.api;

import org.commissionledger.api.database.DatabaseStartException;
import org.commissionledger.person.KeysUnavailableException;
import org.commissionledger.proof.SigningKeysException;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationListener;

/** Says in one sentence why the service did not start, where the operator can mend it. */
final class StartFailure implements ApplicationListener<ApplicationFailedEvent> {

    @Override
    public void onApplicationEvent(ApplicationFailedEvent event) {
        for (Throwable cause = event.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseStartException
                    || cause instanceof KeysUnavailableException
                    || cause instanceof SigningKeysException) {
                System.err.println("\nThe ledger did not start: " + cause.getMessage() + "\n");
                return;
            }
        }
    }
}
