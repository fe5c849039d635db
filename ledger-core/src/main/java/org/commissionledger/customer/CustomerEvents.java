package org.commissionledger.customer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.Catalogue.Surroundings;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.Attempts;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.customer.CustomerEvent.EventRecorded;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.EventAppender;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.NewEvent;
import org.commissionledger.eventstore.OnceKeys;
import org.commissionledger.eventstore.Receipt;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.OrganisationSettings;
import org.commissionledger.organisation.OrganisationSettings.Known;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Records what customers did, many at a time in one append, without loading anything of theirs. What counts is checked where it is
 * decided: the catalogue and the organisation's rules by the basis, an {@code eventId} that was sent before by the appender, over all
 * requests and nodes. An {@code eventId} counts once for its customer: another customer may use the same.
 */
public final class CustomerEvents {

    private static final Result KNOWN_ALREADY = new Result(null, null, false);

    private final EventAppender appender;
    private final Catalogue catalogue;
    private final OrganisationSettings settings;
    private final EventCodec codec;
    private final Consumer<StreamId> onConflict;
    private final EventType type;

    public CustomerEvents(
            EventAppender appender,
            Catalogue catalogue,
            OrganisationSettings settings,
            EventCodec codec,
            Consumer<StreamId> onConflict) {
        this.appender = appender;
        this.catalogue = catalogue;
        this.settings = settings;
        this.codec = codec;
        this.onConflict = onConflict;
        this.type = codec.types().of(EventRecorded.class);
    }

    /**
     * Records them in order in one transaction; one that was sent before is unchanged. A result's value is what the event is called.
     *
     * @param atomic one refusal refuses all
     * @param answer from one result for each occurrence, in their order
     * @throws StoreUnavailableException when the store cannot take them now
     */
    public GroupReply record(
            CommandContext context,
            List<Occurrence> occurrences,
            boolean atomic,
            RequestKey key,
            BiFunction<List<Result>, Receipt, StoredAnswer> answer) {
        String metadata = codec.encode(context.metadata());
        for (Attempts attempts = new Attempts(); attempts.areLeft(); ) {
            Window window = new Window(context.organisation(), metadata);
            occurrences.forEach(window::take);
            Append.Outcome outcome = appender.append(window.toAppend(atomic, key, answer));
            switch (outcome) {
                case Append.Outcome.Appended appended -> {
                    return new GroupReply.Fresh(window.results(appended.receipt()), appended.receipt());
                }
                case Append.Outcome.Repeated repeated -> {
                    return new GroupReply.Repeated(repeated.fingerprint(), repeated.answer(), repeated.position());
                }
                case Append.Outcome.Conflicted conflict -> {
                    onConflict.accept(new StreamId(context.organisation(), conflict.stream()));
                    attempts.after(conflict);
                }
            }
        }
        throw StoreUnavailableException.busy(
                "The catalogue or the settings changed again and again; nothing was written.");
    }

    private record Around(
            @Nullable ProductId product, @Nullable IntegrationId integration) {}

    /** Either what the catalogue says or why it says nothing. */
    private record Looked(
            @Nullable Surroundings found, @Nullable Rejection refusal) {}

    /** One attempt at the occurrences of one append. Each thing that they rest on is looked up once. */
    private final class Window {

        private final OrganisationId organisation;
        private final String metadata;
        private final OnceKeys once = new OnceKeys();
        private final Map<String, Long> basis = new HashMap<>();
        private final Map<Around, Looked> around = new HashMap<>();
        private final List<NewEvent> events = new ArrayList<>();
        private final List<CustomerEventId> names = new ArrayList<>();
        private final List<@Nullable Rejection> refusals = new ArrayList<>();
        private @Nullable PropertyPolicy policy;

        Window(OrganisationId organisation, String metadata) {
            this.organisation = organisation;
            this.metadata = metadata;
        }

        void take(Occurrence occurrence) {
            try {
                events.add(event(occurrence));
                refusals.add(null);
            } catch (Rejection refusal) {
                refusals.add(refusal);
            }
        }

        private NewEvent event(Occurrence o) {
            Surroundings known = surroundings(o.productId(), o.integrationId());
            UUID made = UuidV7.next();
            CustomerEventId given = o.eventId();
            EventRecorded event = new EventRecorded(
                    o.customerId(),
                    given == null ? new CustomerEventId(made.toString()) : given,
                    o.type(),
                    o.productId(),
                    known.category(),
                    o.integrationId(),
                    known.channel(),
                    properties(o.properties()),
                    o.at());
            names.add(event.eventId());
            StreamId stream = CustomerCommand.eventsStream(organisation, o.customerId());
            return new NewEvent(
                    made,
                    stream.stream(),
                    NewEvent.AT_END,
                    type.name(),
                    type.revision(),
                    o.at(),
                    codec.encode(event),
                    metadata,
                    given == null ? null : once.of(stream, given.value()));
        }

        private Surroundings surroundings(@Nullable ProductId product, @Nullable IntegrationId integration) {
            Looked looked = around.computeIfAbsent(new Around(product, integration), this::look);
            if (looked.found() == null) {
                throw looked.refusal() == null ? new IllegalStateException("neither found nor not") : looked.refusal();
            }
            return looked.found();
        }

        private Looked look(Around wanted) {
            try {
                Surroundings found = catalogue.surroundings(organisation, wanted.product(), wanted.integration());
                basis.putAll(found.basis());
                return new Looked(found, null);
            } catch (Rejection refusal) {
                return new Looked(null, refusal);
            }
        }

        /** The rules are part of the basis only where there is something that they apply to. */
        private @Nullable Map<String, Object> properties(@Nullable Map<String, ?> given) {
            if (given == null || given.isEmpty()) {
                return null;
            }
            if (policy == null) {
                Known known = settings.of(organisation);
                basis.putAll(known.basis());
                policy = PropertyPolicy.of(known.settings());
            }
            return policy.check(given);
        }

        Append toAppend(boolean atomic, RequestKey key, BiFunction<List<Result>, Receipt, StoredAnswer> answer) {
            boolean refused = atomic && events.size() < refusals.size();
            return new Append(
                    organisation,
                    refused ? List.of() : List.copyOf(events),
                    Map.copyOf(basis),
                    new Append.KeyedAnswer(key, receipt -> answer.apply(results(receipt), receipt)));
        }

        List<Result> results(Receipt receipt) {
            List<Result> results = new ArrayList<>(refusals.size());
            int next = 0;
            for (Rejection refusal : refusals) {
                if (refusal != null) {
                    results.add(new Result(null, refusal, false));
                } else {
                    NewEvent event = events.get(next);
                    boolean leftOut = receipt.leftOut().contains(event.eventId());
                    results.add(leftOut ? KNOWN_ALREADY : new Result(names.get(next), null, true));
                    next++;
                }
            }
            return results;
        }
    }
}
