package org.commissionledger.api.dashboard.reports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.payout.PayoutCommand;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.PayoutState;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells a payout step by step, from the history. */
@Component
class PayoutStory {

    /** A payout is approved, settled, failed or cancelled a few times at the most; the rest of its events are its lines. */
    private static final int NEWEST = 20;

    private final EventReader history;
    private final EventCodec codec;

    PayoutStory(EventReader history, EventCodec codec) {
        this.history = history;
        this.codec = codec;
    }

    record Step(long ledgerSequence, String type, Instant at, Instant recordedAt, String actor) {}

    /** @param steps the oldest first */
    record Story(PayoutState state, List<Step> steps) {}

    /** @param end nothing that was recorded then or later; null for all. Empty when there was no such payout. */
    Optional<Story> tell(OrganisationId organisation, PayoutId payout, @Nullable Instant end) {
        PayoutState state = null;
        List<Step> steps = new ArrayList<>();
        for (RecordedEvent event : events(PayoutCommand.stream(organisation, payout))) {
            boolean known = end == null || event.recordedAt().isBefore(end);
            if (known && codec.decode(event) instanceof PayoutMoved moved) {
                state = moved.state();
                steps.add(step(event));
            }
        }
        return state == null ? Optional.empty() : Optional.of(new Story(state, steps));
    }

    private List<RecordedEvent> events(StreamId stream) {
        List<RecordedEvent> first = history.stream(stream, 0, 1);
        HistoryQuery all = new HistoryQuery(0, Long.MAX_VALUE, stream.stream(), null, null, null);
        return Stream.concat(
                        first.stream(),
                        history.newestFirst(stream.organisation(), all, NEWEST).reversed().stream()
                                .filter(event -> event.streamSequence() > 0))
                .toList();
    }

    private Step step(RecordedEvent event) {
        EventMetadata metadata = codec.decode(event.metadata(), EventMetadata.class);
        return new Step(
                event.ledgerSequence(), event.type(), event.effectiveAt(), event.recordedAt(), metadata.actor());
    }
}
