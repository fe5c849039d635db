package org.commissionledger.api.dashboard.catalogue;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commissionledger.api.dashboard.catalogue.Entries.Entry;
import org.commissionledger.api.dashboard.catalogue.Entries.Plan;
import org.commissionledger.catalogue.CatalogueEvent;
import org.commissionledger.catalogue.CatalogueEvent.CategoryDefined;
import org.commissionledger.catalogue.CatalogueEvent.IntegrationDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProductDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProviderDefined;
import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Catalogue entries as the ledger knew them on a past day. Each event holds the whole entry, so the last one of the day tells it. */
@Component
class PastEntries {

    /** Far more often than an entry is ever changed. */
    private static final int MOST_CHANGES = 1_000;

    private final EventReader history;
    private final EventCodec codec;

    PastEntries(EventReader history, EventCodec codec) {
        this.history = history;
        this.codec = codec;
    }

    /**
     * One that was not there yet is left out.
     *
     * @param end nothing that was recorded then or later
     */
    List<Entry> of(OrganisationId organisation, String kind, Collection<String> ids, Instant end) {
        Function<String, StreamId> stream = id -> StreamId.of(organisation, kind, id);
        Map<StreamId, Long> wanted = ids.stream().collect(Collectors.toMap(stream, id -> 0L));
        Map<StreamId, List<RecordedEvent>> found = history.streams(organisation, wanted, MOST_CHANGES);
        return ids.stream()
                .map(id -> last(found.getOrDefault(stream.apply(id), List.of()), end))
                .filter(Objects::nonNull)
                .map(event -> entry((CatalogueEvent) codec.decode(event)))
                .toList();
    }

    private static @Nullable RecordedEvent last(List<RecordedEvent> events, Instant end) {
        return events.stream()
                .filter(event -> event.recordedAt().isBefore(end))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private static Entry entry(CatalogueEvent event) {
        return switch (event) {
            case CategoryDefined e -> named(e.categoryId().value(), e.name());
            case ProviderDefined e -> named(e.providerId().value(), e.name());
            case ProductDefined e ->
                new Entry(
                        e.productId().value(),
                        e.name(),
                        e.categoryId().value(),
                        e.providerId().value(),
                        e.commissionPlan() == null ? null : plan(e.commissionPlan()),
                        null,
                        List.of(),
                        true);
            case IntegrationDefined e ->
                new Entry(
                        e.integrationId().value(),
                        e.name(),
                        null,
                        null,
                        null,
                        e.channel().name(),
                        e.productIds().stream().map(ProductId::value).toList(),
                        e.active());
        };
    }

    private static Entry named(String id, String name) {
        return new Entry(id, name, null, null, null, null, List.of(), true);
    }

    private static Plan plan(CommissionPlan plan) {
        return switch (plan) {
            case CommissionPlan.Percent percent -> new Plan("PERCENT", percent.basisPoints(), 0, null);
            case CommissionPlan.Fixed fixed ->
                new Plan(
                        "FIXED",
                        0,
                        fixed.amount().amount(),
                        fixed.amount().currency().getCurrencyCode());
        };
    }
}
