package org.commissionledger.command;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How often a decision is made again that others have overtaken. Two nodes that want the same stream overtake each other every other
 * time: from the second time on they stand back for a moment of random length, so that neither loses again and again.
 */
public final class Attempts {

    public static final int MOST = 20;

    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(32);

    private Attempts() {}

    /** @param attempt the one that was overtaken, counted from 1 */
    public static void standBack(int attempt) {
        if (attempt > 1) {
            long longest = Math.min(LONGEST_PAUSE, TimeUnit.MILLISECONDS.toNanos(1) << Math.min(attempt, 5));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
        }
    }
}
