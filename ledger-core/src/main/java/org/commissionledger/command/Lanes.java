package org.commissionledger.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Keyed;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * Where requests on one stream wait that many want at once. Who finds nobody there leads: takes all that wait, has them decided in the
 * order in which they came and made durable together, and gives the lead to the next one. While a group is being written the next one
 * gathers, so that the more there are the larger the groups become, and a lonely request waits for nobody.
 */
public final class Lanes<T> {

    /** Together in one group: what comes last must not wait for many transactions. */
    private static final int MOST_TOGETHER = 256;

    /** In one lane; further ones are told to come back. */
    private static final int MOST_WAITING = 10_000;

    private final Convoy<T> convoy;

    /** A lane is there as long as somebody leads. */
    private final Map<StreamId, Queue<Waiting<T>>> lanes = new ConcurrentHashMap<>();

    Lanes(Convoy<T> convoy) {
        this.convoy = convoy;
    }

    /** Reads in one look what several requests of an organisation rest on. */
    @FunctionalInterface
    public interface Reading<T> {

        /**
         * @param again whether an attempt before rested on old news: what is remembered should be read anew
         * @return makes the draft of each, when the ones before it have been decided
         */
        Function<T, Draft> read(OrganisationId organisation, List<T> wanted, boolean again);
    }

    /**
     * Answers as {@link Ledger#execute} does, as if the requests of the lane had come one after the other.
     *
     * @throws StoreUnavailableException when the store cannot take it now
     */
    public Reply execute(StreamId stream, CommandContext context, T wanted, @Nullable Keyed keyed) {
        Waiting<T> own = new Waiting<>(context, wanted, keyed);
        if (!join(stream, own)) {
            own.awaitTurn();
        }
        if (!own.isAnswered()) {
            lead(stream);
        }
        return own.reply();
    }

    /** @return whether nobody leads there, so that this one has to */
    private boolean join(StreamId stream, Waiting<T> own) {
        boolean[] leads = new boolean[1];
        lanes.compute(stream, (s, lane) -> {
            leads[0] = lane == null;
            Queue<Waiting<T>> joined = lane == null ? new ArrayDeque<>() : lane;
            if (joined.size() >= MOST_WAITING) {
                throw StoreUnavailableException.busy("Too many wait for the same thing; nothing was written.");
            }
            joined.add(own);
            return joined;
        });
        return leads[0];
    }

    /** The leader is the first that waits, so it is in the group that it takes. */
    private void lead(StreamId stream) {
        List<Waiting<T>> group = new ArrayList<>();
        try {
            lanes.computeIfPresent(stream, (s, lane) -> take(lane, group));
            convoy.decide(stream, group);
        } finally {
            handOver(stream);
        }
    }

    private static <T> Queue<Waiting<T>> take(Queue<Waiting<T>> lane, List<Waiting<T>> group) {
        Waiting<T> next = lane.poll();
        while (next != null) {
            group.add(next);
            next = group.size() < MOST_TOGETHER ? lane.poll() : null;
        }
        return lane;
    }

    private void handOver(StreamId stream) {
        lanes.computeIfPresent(stream, (s, lane) -> {
            Waiting<T> next = lane.peek();
            if (next == null) {
                return null;
            }
            next.wake();
            return lane;
        });
    }
}
