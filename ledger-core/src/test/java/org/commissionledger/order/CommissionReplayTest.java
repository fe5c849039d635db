package org.commissionledger.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.testing.RandomOrders;
import org.junit.jupiter.api.Test;

class CommissionReplayTest {

    private final long seed = System.nanoTime();
    private final RandomOrders orders = new RandomOrders(new Random(seed));

    @Test
    void isTheSameWhenTheSameIsExpected() {
        Map<OrderId, CommissionReplay> replays = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            for (OrderEvent event : orders.next()) {
                OrderId id = event.order().orderId();
                if (event instanceof OrderPlaced placed) {
                    replays.put(
                            id, new CommissionReplay(placed, placed.commission().expected()));
                } else {
                    Objects.requireNonNull(replays.get(id)).next(event);
                }
                assertThat(Objects.requireNonNull(replays.get(id)).commission())
                        .as("seed %d, command %d", seed, i)
                        .isEqualTo(event.commission());
            }
        }
    }

    /** A figure below zero would be refused. */
    @Test
    void neverTakesMoreThanThereIsWhateverIsExpected() {
        Random random = new Random(seed);
        Map<OrderId, CommissionReplay> replays = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            for (OrderEvent event : orders.next()) {
                OrderId id = event.order().orderId();
                if (event instanceof OrderPlaced placed) {
                    replays.put(id, new CommissionReplay(placed, random.nextInt(4) * 500L));
                } else {
                    Objects.requireNonNull(replays.get(id)).next(event);
                }
            }
        }
        assertThat(replays).isNotEmpty();
    }
}
