package org.commissionledger.api.whatif;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.commissionledger.api.catalogue.Plans;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.credit.BurnOrder;
import org.commissionledger.whatif.Scenario;
import org.commissionledger.whatif.Scenario.PlanFor;
import org.commissionledger.whatif.Scenario.Scope;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what is to be other than it was. */
final class ScenarioRequest {

    private static final int MOST_PLANS = 1_000;

    private ScenarioRequest() {}

    static Scenario read(Fields fields) {
        Instant from = fields.atOrDay("from");
        Instant to = fields.atOrDay("to");
        if (from != null && to != null && to.isBefore(from)) {
            fields.error("to", "request.invalid-range", "The range ends before it begins.");
        }
        List<PlanFor> plans = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        for (Fields each : fields.objects("commissionPlans", MOST_PLANS)) {
            PlanFor plan = plan(each);
            if (plan != null && !covered.add(plan.scope() + " " + plan.id())) {
                each.error("plan", "request.invalid-value", "There is another plan for the same.");
            } else if (plan != null) {
                plans.add(plan);
            }
        }
        BurnOrder burnOrder = fields.has("burnOrder") ? burnOrder(fields) : null;
        if (!fields.has("commissionPlans") && !fields.has("burnOrder")) {
            fields.error("commissionPlans", "request.missing-field", "Something is to be other than it was.");
        }
        fields.done();
        return new Scenario(from, to, plans, burnOrder);
    }

    private static @Nullable PlanFor plan(Fields fields) {
        Map<Scope, String> given = new EnumMap<>(Scope.class);
        for (Scope scope : Scope.values()) {
            String id = fields.id(scope.name().toLowerCase(Locale.ROOT) + "Id", text -> text);
            if (id != null) {
                given.put(scope, id);
            }
        }
        CommissionPlan plan = Plans.read(fields.requiredObject("plan"));
        fields.nestedDone();
        if (given.size() != 1) {
            fields.error(
                    "productId", "request.invalid-value", "One of productId, categoryId and providerId is expected.");
            return null;
        }
        Map.Entry<Scope, String> scope = given.entrySet().iterator().next();
        return plan == null ? null : new PlanFor(scope.getKey(), scope.getValue(), plan);
    }

    private static @Nullable BurnOrder burnOrder(Fields fields) {
        List<BurnOrder.Key> keys = new ArrayList<>();
        try {
            for (JsonNode key : fields.requiredElements("burnOrder", BurnOrder.Key.values().length)) {
                keys.add(BurnOrder.Key.valueOf(key.asString("")));
            }
            return new BurnOrder(keys);
        } catch (IllegalArgumentException e) {
            fields.error(
                    "burnOrder",
                    "request.invalid-value",
                    "PRIORITY, EXPIRY, CATEGORY and AGE are expected, once each.");
            return null;
        }
    }
}
