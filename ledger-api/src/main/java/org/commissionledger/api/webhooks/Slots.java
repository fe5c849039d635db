package org.commissionledger.api.webhooks;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.projection.webhooks.DeliverySettlements;
import org.commissionledger.projection.webhooks.Endpoint;
import org.commissionledger.webhook.WebhookId;

/**
 * How many calls may be under way: all in all, and to one endpoint. Endpoints that do nothing but fail get one each, and half of all slots
 * together: however many hang, the others have the rest.
 */
final class Slots {

    private static final int PART = 8;

    private final int all;
    private final int perEndpoint;
    private final Map<WebhookId, Integer> taken = new HashMap<>();
    private int sum;
    private int failing;

    Slots(int all, int perEndpoint) {
        this.all = all;
        this.perEndpoint = perEndpoint;
    }

    synchronized int taken() {
        return sum;
    }

    synchronized int free() {
        return all - sum;
    }

    /** How many each endpoint may have now, in the order in which they are given; those that may have none are left out. */
    synchronized Map<WebhookId, Integer> share(List<Endpoint> endpoints) {
        Map<WebhookId, Integer> shares = new LinkedHashMap<>();
        int left = all - sum;
        int leftForFailing = Math.min(left, all / 2 - failing);
        for (Endpoint endpoint : endpoints) {
            boolean isFailing = isFailing(endpoint);
            int most = (isFailing ? 1 : perEndpoint) - taken.getOrDefault(endpoint.webhookId(), 0);
            int share = Math.min(most, isFailing ? leftForFailing : fairPart(left));
            if (share > 0) {
                shares.put(endpoint.webhookId(), share);
                left -= share;
                leftForFailing = Math.min(left, leftForFailing - (isFailing ? share : 0));
            }
        }
        return shares;
    }

    /** The fewer are left, the fewer one gets: those who are slow never have all. */
    private static int fairPart(int left) {
        return left == 0 ? 0 : Math.max(1, left / PART);
    }

    private static boolean isFailing(Endpoint endpoint) {
        return endpoint.failures() >= DeliverySettlements.FAILURES_BEFORE_CARE;
    }

    synchronized void take(Endpoint endpoint) {
        taken.merge(endpoint.webhookId(), 1, Integer::sum);
        sum++;
        failing += isFailing(endpoint) ? 1 : 0;
    }

    synchronized void giveBack(Endpoint endpoint) {
        taken.computeIfPresent(endpoint.webhookId(), (id, count) -> count == 1 ? null : count - 1);
        sum--;
        failing -= isFailing(endpoint) ? 1 : 0;
    }
}
