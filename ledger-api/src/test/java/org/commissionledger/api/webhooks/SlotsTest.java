package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.webhooks.DeliverySettlements;
import org.commissionledger.projection.webhooks.Endpoint;
import org.commissionledger.webhook.WebhookId;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private static Endpoint endpoint(String id, int failures) {
        return new Endpoint(new WebhookId(id), new OrganisationId("demo"), "https://example.org/", List.of(), failures);
    }

    private static Endpoint failing(String id) {
        return endpoint(id, DeliverySettlements.FAILURES_BEFORE_CARE);
    }

    /** Takes all that each may have. */
    private static int takeAll(Slots slots, List<Endpoint> endpoints) {
        int before = slots.taken();
        slots.share(endpoints).forEach((id, share) -> {
            Endpoint endpoint = endpoints.stream()
                    .filter(e -> e.webhookId().equals(id))
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < share; i++) {
                slots.take(endpoint);
            }
        });
        return slots.taken() - before;
    }

    @Test
    void giveOneEndpointNoMoreThanItsPart() {
        Slots slots = new Slots(512, 16);
        Endpoint one = endpoint("a", 0);
        assertThat(takeAll(slots, List.of(one))).isEqualTo(16);
        assertThat(takeAll(slots, List.of(one))).isZero();
        slots.giveBack(one);
        assertThat(takeAll(slots, List.of(one))).isEqualTo(1);
    }

    @Test
    void giveEndpointsThatFailOneEachAndHalfOfAllTogether() {
        Slots slots = new Slots(100, 16);
        List<Endpoint> dead = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            dead.add(failing("dead-" + i));
        }
        assertThat(takeAll(slots, dead)).isEqualTo(50);
        assertThat(takeAll(slots, dead.reversed())).isZero();
        assertThat(takeAll(slots, List.of(endpoint("well", 0)))).isPositive();
        dead.subList(0, 50).forEach(slots::giveBack);
        assertThat(takeAll(slots, dead)).isEqualTo(50);
    }

    @Test
    void keepSomeForThoseWhoComeLater() {
        Slots slots = new Slots(64, 16);
        for (int i = 0; i < 10; i++) {
            takeAll(slots, List.of(endpoint("slow-" + i, 0)));
        }
        assertThat(slots.free()).isGreaterThan(0);
        for (int i = 0; slots.free() > 0; i++) {
            assertThat(takeAll(slots, List.of(endpoint("more-" + i, 0)))).isPositive();
        }
        assertThat(slots.taken()).isEqualTo(64);
    }
}
