package org.commissionledger.api.credits;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.commissionledger.command.Ledger;
import org.commissionledger.eventstore.StoreReadException;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.projection.credits.DueQueries;
import org.commissionledger.projection.engine.Projections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Books what has run out at the start, and then within a second. It asks the database when the next thing is due only after something
 * was recorded, and every few seconds should that have been missed; else it looks at the clock alone.
 */
@Component
class ExpirySchedule {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirySchedule.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final int LOOKS_AFTER = 4;

    private final ExpiryBooking booking;
    private final DueQueries due;
    private final StoreWatcher watcher;
    private final Clock clock;

    private Instant nextDue = Instant.MIN;
    private long asked = System.nanoTime();
    private long heard = -1;
    private int quiet;

    ExpirySchedule(
            Ledger ledger,
            DueQueries due,
            Projections projections,
            StoreWatcher watcher,
            DataSource dataSource,
            Clock clock) {
        this.booking = new ExpiryBooking(ledger, due, projections, dataSource, clock);
        this.due = due;
        this.watcher = watcher;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT0.4S")
    synchronized void look() {
        try {
            if (shouldAsk()) {
                ask();
            }
            if (!clock.instant().isBefore(nextDue)) {
                booking.book();
                ask();
            }
        } catch (StoreUnavailableException | StoreReadException | DataAccessException | TransactionException e) {
            LOG.warn("What has run out is booked a little later: {}", e.getMessage());
        }
    }

    /** Also a little after the last event: by then the projection has taken it. */
    private boolean shouldAsk() {
        long head = watcher.head();
        quiet = head == heard ? quiet + 1 : 0;
        heard = head;
        return quiet < LOOKS_AFTER || System.nanoTime() - asked > LOOK_AGAIN.toNanos();
    }

    private void ask() {
        asked = System.nanoTime();
        nextDue = due.next().orElse(Instant.MAX);
    }
}
