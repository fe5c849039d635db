package org.commissionledger.command;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.commissionledger.eventstore.Append.Outcome.Conflicted;

/**
 * How often a decision is made again. Two nodes that want the same stream overtake each other every other time: from the second time on
 * they stand back for a moment of random length, so that neither loses again and again.
 */
public final class Attempts {

    /** One that others have overtaken. */
    private static final int MOST = 20;

    /** One that was decided behind others which were not written. Each of those is over by then, or counts for itself. */
    private static final int MOST_MISLED = 1_000;

    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(32);

    private int overtaken;
    private int misled;

    public boolean areLeft() {
        return overtaken < MOST && misled < MOST_MISLED;
    }

    boolean isFirst() {
        return overtaken + misled == 0;
    }

    /** Stands back after an attempt in vain. */
    public void after(Conflicted conflict) {
        if (conflict.misled()) {
            misled++;
        } else {
            overtaken++;
        }
        int attempts = overtaken + misled;
        if (attempts > 1) {
            long longest = Math.min(LONGEST_PAUSE, TimeUnit.MILLISECONDS.toNanos(1) << Math.min(attempts, 5));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
        }
    }
}
