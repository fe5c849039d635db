package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.projection.customers.CustomersNode.MARCH;
import static org.commissionledger.projection.customers.CustomersNode.visit;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event, a late event, an identification and a merge, in every order, taken in one by one or all together. */
class MergeOrdersTest {

    @TempDir
    private Path directory;

    private enum Step {
        EVENT,
        LATE_EVENT,
        IDENTIFY,
        MERGE
    }

    private static void take(CustomersNode node, Step step, int n) {
        switch (step) {
            case EVENT ->
                assertThat(node.record(List.of(visit("a-" + n, "1", MARCH, null))))
                        .isEqualTo(1);
            case LATE_EVENT ->
                assertThat(node.record(List.of(visit("a-" + n, "2", MARCH.minusSeconds(86_400 * 40L), null))))
                        .isEqualTo(1);
            case IDENTIFY -> assertThat(node.identifies("k-" + n, "Ada")).isTrue();
            case MERGE -> assertThat(node.identifies("k-" + n, "Ada", "a-" + n)).isTrue();
        }
    }

    private static List<List<Step>> orders(List<Step> steps) {
        if (steps.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Step>> all = new ArrayList<>();
        for (Step first : steps) {
            List<Step> rest = steps.stream().filter(s -> s != first).toList();
            for (List<Step> more : orders(rest)) {
                List<Step> order = new ArrayList<>(List.of(first));
                order.addAll(more);
                all.add(order);
            }
        }
        return all;
    }

    @Test
    void comeToTheSame() {
        List<List<Step>> orders = orders(List.of(Step.values()));
        assertThat(orders).hasSize(24);
        try (CustomersNode node = new CustomersNode(TestDatabase.migrated(), directory.resolve("keys"))) {
            for (int n = 0; n < 2 * orders.size(); n++) {
                for (Step step : orders.get(n / 2)) {
                    take(node, step, n);
                    if (n % 2 == 0) {
                        node.caughtUp();
                    }
                }
            }
            node.caughtUp();
            for (int n = 0; n < 2 * orders.size(); n++) {
                assertMerged(node, n, orders.get(n / 2));
            }
            node.assertEqualsItsRebuild("every order");
        }
    }

    private static void assertMerged(CustomersNode node, int n, List<Step> order) {
        CustomerRow known = node.row("a-" + n);
        assertThat(known.customerId()).as("%s", order).isEqualTo("k-" + n);
        assertThat(known.events()).as("%s", order).isEqualTo(2);
        assertThat(known.firstSeen()).as("%s", order).isEqualTo(MARCH.minusSeconds(86_400 * 40L));
        assertThat(known.lastSeen()).as("%s", order).isEqualTo(MARCH);
        assertThat(node.timeline("k-" + n))
                .as("%s", order)
                .extracting(TimelineQueries.Entry::type)
                .containsExactlyInAnyOrder("VISITED", "IDENTIFIED", "VISITED");
        assertThat(node.customers.visits("demo", "k-" + n, ZoneOffset.UTC))
                .as("%s", order)
                .containsExactlyInAnyOrder(
                        new CustomerQueries.Visits(LocalDate.of(2011, 3, 1), 1),
                        new CustomerQueries.Visits(LocalDate.of(2011, 1, 20), 1));
        assertThat(node.customers.mergedInto("demo", "k-" + n)).containsExactly("a-" + n);
    }
}
