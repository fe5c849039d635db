package org.commissionledger.api.dashboard.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Json;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.projection.catalogue.CatalogueQueries;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Catalogue entries as pages show them. */
@Component
class Entries {

    private final CatalogueQueries queries;
    private final PastEntries past;

    Entries(CatalogueQueries queries, PastEntries past) {
        this.queries = queries;
        this.past = past;
    }

    /**
     * One entry; what its kind does not have is null or empty.
     *
     * @param productIds empty is all products
     */
    record Entry(
            String id,
            String name,
            @Nullable String categoryId,
            @Nullable String providerId,
            @Nullable Plan plan,
            @Nullable String channel,
            List<String> productIds,
            boolean active) {}

    /** @param basisPoints of a percentage; @param amount in minor units of {@code currency}, of a fixed one */
    record Plan(
            String type,
            long basisPoints,
            long amount,
            @Nullable String currency) {

        /** As people write it. */
        public double percent() {
            return basisPoints / 100.0;
        }
    }

    /** @param next the identifier behind which the next page begins; null when this is the last */
    record Listed(List<Entry> entries, @Nullable String next) {}

    /** @param end of the past day that is asked for; null for today. Entries are never taken away, so those of a past day are among today's. */
    Listed list(Caller caller, String kind, String after, int limit, @Nullable Instant end) {
        List<CatalogueQueries.Entry> found = queries.list(caller.organisation().value(), kind, after, limit + 1);
        List<CatalogueQueries.Entry> shown = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit ? shown.getLast().id() : null;
        return new Listed(
                end == null
                        ? shown.stream()
                                .map(entry -> entry(entry.id(), Json.MAPPER.readTree(entry.body())))
                                .toList()
                        : past.of(
                                caller.organisation(),
                                kind,
                                shown.stream().map(CatalogueQueries.Entry::id).toList(),
                                end),
                next);
    }

    Optional<Entry> find(Caller caller, String kind, String id, @Nullable Instant end) {
        if (end != null && Identifiers.isValid(id)) {
            return past.of(caller.organisation(), kind, List.of(id), end).stream()
                    .findFirst();
        }
        return queries.find(caller.organisation().value(), kind, id).map(body -> entry(id, Json.MAPPER.readTree(body)));
    }

    private static Entry entry(String id, JsonNode body) {
        JsonNode plan = body.path("commissionPlan");
        return new Entry(
                id,
                body.path("name").asString(id),
                text(body, "categoryId"),
                text(body, "providerId"),
                plan.isObject() ? plan(plan) : null,
                text(body, "channel"),
                body.path("productIds").valueStream().map(JsonNode::asString).toList(),
                body.path("active").asBoolean(true));
    }

    private static Plan plan(JsonNode plan) {
        JsonNode amount = plan.path("amount");
        return new Plan(
                plan.path("type").asString(""),
                plan.path("basisPoints").asLong(0),
                amount.path("amount").asLong(0),
                text(amount, "currency"));
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? value.stringValue() : null;
    }
}
