package org.commissionledger.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.commissionledger.order.CommissionMove.AMEND;
import static org.commissionledger.order.CommissionMove.CONFIRM;
import static org.commissionledger.order.CommissionMove.DECLINE;
import static org.commissionledger.order.CommissionMove.REVERSE;
import static org.commissionledger.order.OrderStatus.FAILED;
import static org.commissionledger.order.OrderStatus.PENDING;
import static org.commissionledger.order.OrderStatus.SUCCESSFUL;

import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.commissionledger.order.OrderEvent.Standing;
import org.commissionledger.testing.RandomOrders;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransitionsTest {

    private static final Currency GBP = Currency.getInstance("GBP");

    @Nested
    class OfAnOrder {

        /** From the first to the second; every other pair is refused. */
        private static final Set<String> ALLOWED = Set.of("PENDING SUCCESSFUL", "PENDING FAILED", "FAILED SUCCESSFUL");

        @Test
        void allPairsAreAsPublished() {
            for (OrderStatus from : OrderStatus.values()) {
                for (OrderStatus to : OrderStatus.values()) {
                    assertThat(from.next().contains(to))
                            .as("%s to %s", from, to)
                            .isEqualTo(ALLOWED.contains(from + " " + to));
                }
            }
        }
    }

    @Nested
    class OfACommission {

        private static Set<CommissionMove> published(CommissionState from) {
            return switch (from) {
                case NONE, DECLINED, REVERSED -> Set.of();
                case PENDING -> Set.of(CONFIRM, DECLINE, AMEND);
                case PARTIALLY_CONFIRMED -> Set.of(CONFIRM, DECLINE, AMEND, REVERSE);
                case CONFIRMED -> Set.of(REVERSE);
            };
        }

        @Test
        void allPairsAreAsPublished() {
            for (CommissionState from : CommissionState.values()) {
                for (CommissionMove move : CommissionMove.values()) {
                    assertThat(from.moves().contains(move))
                            .as("%s when %s", move, from)
                            .isEqualTo(published(from).contains(move));
                }
            }
        }
    }

    @Nested
    class OfFigures {

        /** Each figure is nothing, the least or much: all 243 combinations. */
        private static final long[] GRID = {0, 1, 1_000};

        private interface Check {
            void of(Commission commission);
        }

        private static void everywhere(Check check) {
            for (long expected : GRID) {
                for (long pending : GRID) {
                    for (long paid : GRID) {
                        for (long declined : GRID) {
                            for (long reversed : GRID) {
                                check.of(new Commission(GBP, expected, pending, paid, declined, reversed));
                            }
                        }
                    }
                }
            }
        }

        /** PENDING while anything is pending, then SUCCESSFUL once something was paid, else N/A. */
        @Test
        void theStatusIsAsPublished() {
            everywhere(c -> {
                String published = "N/A";
                if (c.paid() > 0) {
                    published = "SUCCESSFUL";
                }
                if (c.pending() > 0) {
                    published = "PENDING";
                }
                assertThat(c.status()).as("%s", c).hasToString(published);
            });
        }

        @Test
        void theStateIsTheStatusMoreFinely() {
            everywhere(c -> assertThat(c.state()).as("%s", c).isEqualTo(state(c)));
        }

        /** By a table of which of pending, paid, reversed and declined are more than nothing. */
        private static CommissionState state(Commission c) {
            String figures = sign(c.pending()) + sign(c.paid()) + sign(c.reversed()) + sign(c.declined());
            return switch (figures) {
                case "0000" -> CommissionState.NONE;
                case "0001" -> CommissionState.DECLINED;
                case "0010", "0011" -> CommissionState.REVERSED;
                case "0100", "0101", "0110", "0111" -> CommissionState.CONFIRMED;
                case "1000", "1001", "1010", "1011" -> CommissionState.PENDING;
                case "1100", "1101", "1110", "1111" -> CommissionState.PARTIALLY_CONFIRMED;
                default -> throw new IllegalArgumentException(figures);
            };
        }

        private static String sign(long figure) {
            return figure > 0 ? "1" : "0";
        }

        @Test
        void noneIsEverNegative() {
            for (int figure = 0; figure < 5; figure++) {
                long[] f = new long[5];
                f[figure] = -1;
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new Commission(GBP, f[0], f[1], f[2], f[3], f[4]));
            }
        }
    }

    @Nested
    class OfAHistory {

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 2011})
        void everyEventKnowsTheStandingBeforeIt(long seed) {
            RandomOrders orders = new RandomOrders(new Random(seed));
            Map<OrderId, Standing> standings = new HashMap<>();
            for (int step = 0; step < 1_000; step++) {
                for (OrderEvent event : orders.next()) {
                    OrderId order = event.order().orderId();
                    assertThat(event.before())
                            .as("seed %d, step %d, %s", seed, step, event)
                            .isEqualTo(standings.get(order));
                    standings.put(order, new Standing(event.status(), event.commission()));
                }
            }
            assertThat(standings.values()).extracting(Standing::status).contains(PENDING, SUCCESSFUL, FAILED);
        }
    }
}
