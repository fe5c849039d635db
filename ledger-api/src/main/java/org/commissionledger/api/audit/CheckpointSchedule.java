package org.commissionledger.api.audit;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventAppender;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.StoreReadException;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.proof.Checkpoint;
import org.commissionledger.proof.Sealed;
import org.commissionledger.proof.Sealing;
import org.commissionledger.proof.SealingRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Seals each organisation's history every 10,000 events, or once nothing has happened for a second, and at the latest ten seconds after
 * the oldest event that is not sealed; while events come in by the thousand on this node, at the latest half a minute after it, every
 * 10,000 events all the same. It follows the head of the store, so that a look costs what is new and no more.
 */
@Component
class CheckpointSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSchedule.class);
    private static final Duration AT_THE_LATEST = Duration.ofSeconds(10);
    private static final Duration AT_THE_LATEST_IN_A_LOAD = Duration.ofSeconds(30);
    private static final Duration REFUSED = Duration.ofMinutes(1);
    private static final int LOOK_AT = 20_000;

    private final Sealing sealing;
    private final EventReader reader;
    private final EventAppender appender;
    private final StoreWatcher watcher;
    private final ObjectProvider<Sealed> listeners;
    private final JdbcClient sql;
    private final Duration quiet;

    private final Map<OrganisationId, Unsealed> unsealed = new HashMap<>();
    private @Nullable Long seen;

    CheckpointSchedule(
            Sealing sealing,
            EventReader reader,
            LedgerCore core,
            StoreWatcher watcher,
            ObjectProvider<Sealed> listeners,
            DataSource dataSource,
            LedgerSettings settings) {
        this.sealing = sealing;
        this.reader = reader;
        this.appender = core.appender();
        this.watcher = watcher;
        this.listeners = listeners;
        this.sql = JdbcClient.create(dataSource);
        this.quiet = settings.checkpoints().quiet();
    }

    /** @param events that are not sealed, all counted from nanoTime */
    record Unsealed(long events, long since, long last, long notBefore) {
        Unsealed more(long count, long now) {
            return new Unsealed(events + count, since, now, notBefore);
        }

        boolean isDue(long now, Duration quiet, boolean loading) {
            Duration atTheLatest = loading ? AT_THE_LATEST_IN_A_LOAD : AT_THE_LATEST;
            boolean due = events >= Sealing.MOST_EVENTS && !loading
                    || now - last >= quiet.toNanos()
                    || now - since >= atTheLatest.toNanos();
            return due && now >= notBefore;
        }
    }

    private record Grown(String organisation, long events, long position) {}

    @Scheduled(fixedDelayString = "PT0.2S")
    synchronized void look() {
        try {
            if (seen == null) {
                begin();
            }
            while (follow()) {
                sealDue();
            }
            sealDue();
        } catch (StoreReadException | DataAccessException | TransactionException | UncheckedIOException e) {
            LOG.warn("What is new is sealed a little later: {}", e.getMessage());
        }
    }

    /** At the start every organisation is looked at once. */
    private void begin() {
        long head = reader.head();
        long now = System.nanoTime();
        for (String organisation : organisations()) {
            unsealed.put(new OrganisationId(organisation), new Unsealed(Sealing.MOST_EVENTS, now, now, now));
        }
        seen = head;
    }

    // Grain: one organisation. Each is found by one look into event_organisation_sequence.
    private List<String> organisations() {
        return sql.sql("""
                        with recursive o(organisation) as (
                            select min(organisation) from ledger.event
                            union all
                            select (select min(e.organisation) from ledger.event e where e.organisation > o.organisation)
                              from o where o.organisation is not null)
                        select organisation from o where organisation is not null""").query(String.class).list();
    }

    /** @return whether there is more to look at */
    private boolean follow() {
        long from = seen == null ? 0 : seen;
        if (watcher.head() <= from) {
            return false;
        }
        // Grain: one organisation. Range: (from, from + LOOK_AT]. Index: event_position.
        List<Grown> grown = sql.sql("""
                        select organisation, count(*), max(position) from ledger.event
                         where position > ? and position <= ? group by organisation""")
                .params(from, from + LOOK_AT)
                .query((row, n) -> new Grown(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
        long now = System.nanoTime();
        for (Grown each : grown) {
            unsealed.merge(
                    new OrganisationId(each.organisation()),
                    new Unsealed(each.events(), now, now, now),
                    (before, more) -> before.more(more.events(), now));
        }
        long reached = grown.stream().mapToLong(Grown::position).max().orElse(from);
        seen = reached;
        return reached == from + LOOK_AT;
    }

    private void sealDue() {
        long now = System.nanoTime();
        boolean loading = appender.isLoading();
        for (OrganisationId organisation : List.copyOf(unsealed.keySet())) {
            Unsealed state = unsealed.get(organisation);
            if (state != null && state.isDue(now, quiet, loading)) {
                unsealed.remove(organisation);
                try {
                    sealAll(organisation);
                } catch (SealingRefusedException e) {
                    LOG.error("The history of {} is not sealed any more: {}", organisation, e.getMessage());
                    unsealed.put(
                            organisation,
                            new Unsealed(Sealing.MOST_EVENTS, now, now, System.nanoTime() + REFUSED.toNanos()));
                } catch (RuntimeException e) {
                    unsealed.put(organisation, state);
                    throw e;
                }
            }
        }
    }

    /**
     * Seals all that is there now. What comes in meanwhile is left for the next time, or there would be no end to it.
     *
     * @throws SealingRefusedException when the history is not what was sealed before
     */
    void sealAll(OrganisationId organisation) {
        long head = reader.head();
        Checkpoint made;
        do {
            made = sealing.sealNext(organisation).orElse(null);
            if (made != null) {
                tell(made);
            }
        } while (made != null && made.position() < head);
    }

    private void tell(Checkpoint checkpoint) {
        listeners.forEach(listener -> {
            try {
                listener.sealed(checkpoint);
            } catch (RuntimeException e) {
                LOG.error("A listener could not take checkpoint {}", checkpoint.ledgerSequence(), e);
            }
        });
    }
}
