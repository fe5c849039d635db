package org.commissionledger.api.dashboard.catalogue;

import java.util.List;
import java.util.Optional;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Json;
import org.commissionledger.projection.catalogue.CatalogueQueries;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Catalogue entries as pages show them. */
@Component
class Entries {

    private final CatalogueQueries queries;

    Entries(CatalogueQueries queries) {
        this.queries = queries;
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

    List<Entry> list(Caller caller, String kind, String after, int limit) {
        return queries.list(caller.organisation().value(), kind, after, limit).stream()
                .map(entry -> entry(entry.id(), Json.MAPPER.readTree(entry.body())))
                .toList();
    }

    Optional<Entry> find(Caller caller, String kind, String id) {
        return queries.find(caller.organisation().value(), kind, id)
                .map(body -> entry(id, Json.MAPPER.readTree(body)));
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
