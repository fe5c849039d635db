package org.commissionledger.api.operations;

import org.commissionledger.person.PersonKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Wraps the keys of persons anew once there is a newer key-encryption key, so that the older one can be removed: that makes past
 * erasures final in every old copy of the database. It waits until it has seen the new one twice: the other nodes need time to get it.
 */
@Component
class KeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    private final PersonKeys keys;
    private @Nullable String seen;
    private @Nullable String done;

    KeyRotation(PersonKeys keys) {
        this.keys = keys;
    }

    @Scheduled(fixedDelayString = "PT10M")
    synchronized void look() {
        String newest = keys.newestKeyId();
        if (newest.equals(done)) {
            return;
        }
        if (newest.equals(seen)) {
            rewrap(newest);
        }
        seen = newest;
    }

    private void rewrap(String newest) {
        long rewrapped = keys.rewrap();
        if (rewrapped > 0) {
            LOG.info(
                    "{} persons' keys are wrapped anew; the key-encryption keys before {} wrap none now and can be removed",
                    rewrapped,
                    newest);
        }
        done = newest;
    }
}
