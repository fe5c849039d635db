package org.commissionledger.api.customers;

import org.commissionledger.person.Erasures;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Finishes erasures that a crash interrupted: at the start, and every minute those of other nodes. */
@Component
class ErasureCatchUp {

    private final Erasures erasures;

    ErasureCatchUp(Erasures erasures) {
        this.erasures = erasures;
    }

    @Scheduled(fixedDelayString = "PT1M")
    void finish() {
        erasures.catchUp();
    }
}
