package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.EmailHash;
import org.commissionledger.projection.engine.Projections.Parked;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is read shows who was forgotten, on any node, whatever was parked. */
class ForgottenTest {

    private static final Map<String, Object> PAGE = Map.of("page", "home");

    @TempDir
    private Path directory;

    private final TestDatabase database = TestDatabase.migrated();
    private CustomersNode node;

    @BeforeEach
    void start() {
        node = new CustomersNode(database, directory.resolve("keys"));
        node.allows("page");
    }

    @AfterEach
    void close() {
        node.close();
    }

    private List<String> parked() {
        return node.projections.parked(CustomersNode.NAME, CustomersNode.DEMO, 0, 100).stream()
                .map(Parked::stream)
                .toList();
    }

    private List<String> found(String email) {
        EmailHash hash = node.keys.emailHash(CustomersNode.DEMO, new EmailAddress(email));
        return node.customers.list("demo", new CustomerQueries.Filter(hash, null, null, null), null, 10).stream()
                .map(CustomerRow::customerId)
                .toList();
    }

    private void assertForgotten(String customer) {
        assertThat(node.row(customer)).satisfies(row -> {
            assertThat(row.erased()).isTrue();
            assertThat(row.email()).isNull();
            assertThat(row.name()).isNull();
        });
        assertThat(found("k@example.org")).isEmpty();
        assertThat(node.timeline("k"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.properties()).isNull());
    }

    @Test
    void theirPropertiesAreGoneWheneverTheyCame() {
        node.visits("a", "1", PAGE);
        node.visits("k", "1", PAGE);
        node.visits("other", "1", PAGE);
        node.identifies("k", "Ada", "a");
        node.caughtUp();
        assertThat(node.timeline("k"))
                .filteredOn(entry -> entry.type().equals("VISITED"))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.properties()).contains("home"));

        node.erases("k");
        node.visits("k", "2", PAGE);
        node.visits("a", "2", PAGE);
        node.caughtUp();
        assertForgotten("k");
        assertForgotten("a");
        assertThat(node.timeline("k")).hasSize(5);
        assertThat(node.timeline("other").getFirst().properties()).contains("home");
        node.assertEqualsItsRebuild("properties");
    }

    @Test
    void whatIsParkedOfThemIsDroppedAndNobodyWaits() {
        node.identifies("k", null);
        node.caughtUp();
        assertThat(found("k@example.org")).containsExactly("k");
        database.asOwner("alter table ledger_customers.customer add check (customer_id <> 'k' or name is null)");
        database.asOwner("alter table ledger_customers.entry add check (event_id is distinct from 'poison')");
        node.identifies("k", "Ada");
        node.visits("k", "poison", PAGE);
        node.visits("k", "behind", PAGE);
        node.visits("other", "poison", PAGE);
        node.caughtUp();
        assertThat(parked())
                .containsExactly("customer/k", "customer-events/k", "customer-events/k", "customer-events/other");

        node.erases("k");
        node.caughtUp();
        assertForgotten("k");
        assertThat(parked()).containsExactly("customer-events/other");
        node.visits("k", "later", PAGE);
        node.caughtUp();
        assertThat(node.timeline("k"))
                .extracting(TimelineQueries.Entry::eventId)
                .contains("later");
        assertThat(parked()).hasSize(1);
        node.assertEqualsItsRebuild("after parking");
        assertThat(parked()).containsExactly("customer-events/other");
        assertForgotten("k");
    }

    @Test
    void aFoldLeavesTheirKeyToWhoeverErases() {
        node.identifies("k", "Ada");
        CustomerId known = new CustomerId("k");
        node.decidesToErase("k");
        node.caughtUp();
        assertForgotten("k");
        node.projections.rebuild(CustomersNode.NAME);
        assertThat(node.keys.isDestroyed(CustomerCommand.person(CustomersNode.DEMO, known)))
                .isFalse();
        assertForgotten("k");
    }
}
