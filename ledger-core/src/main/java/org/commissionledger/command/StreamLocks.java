package org.commissionledger.command;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockFactory;

/**
 * A lock for each stream that is decided on. Axon's own factory looks for deadlocks whenever a lock is waited for, every ten
 * milliseconds; here there are none to look for, because whoever needs several takes them in one order, all before the first decision.
 */
final class StreamLocks implements LockFactory {

    private final ConcurrentHashMap<String, StreamLock> locks = new ConcurrentHashMap<>();

    /** Waits as long as it takes: it is held for decisions only, never for a commit. */
    @Override
    public Lock obtainLock(String identifier) {
        StreamLock lock = locks.compute(identifier, (id, known) -> {
            StreamLock wanted = known == null ? new StreamLock(id) : known;
            wanted.users++;
            return wanted;
        });
        lock.held.lock();
        return lock;
    }

    private final class StreamLock implements Lock {

        private final String identifier;
        private final ReentrantLock held = new ReentrantLock();

        /** Who holds it or waits for it; guarded by the map. */
        private int users;

        StreamLock(String identifier) {
            this.identifier = identifier;
        }

        @Override
        public void release() {
            held.unlock();
            locks.compute(identifier, (id, known) -> --users == 0 ? null : known);
        }

        @Override
        public boolean isHeld() {
            return held.isHeldByCurrentThread();
        }
    }
}
