package org.commissionledger.api.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a real shop's biggest provider confirmed over two months, as one statement with lines removed, doubled, changed, split and joined at
 * random: the outcomes are those of a slow model that looks at every line for every line, and applying it leaves what the model says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatementsRealDataTest {

    private static final long SEED = Long.getLong("statement.seed", 20110131);
    private static final String PROVIDER = "united-kingdom";
    private static final String HEADER = "orderId,amount,currency,at\n";

    private final TestOrganisation organisation = TestService.shared().organisation();
    private final TestClient client = organisation.admin();
    private final Random random = new Random(SEED);
    private final Map<String, JsonNode> orders = new TreeMap<>();
    private final List<String> rows = new ArrayList<>();

    private static List<String> lines(String file) {
        return text(file).lines().toList();
    }

    private static String text(String file) {
        try (InputStream in = StatementsRealDataTest.class.getResourceAsStream("/online-retail/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void twoMonthsAreSent() {
        defineCatalogue();
        List<String> placed = lines("orders.csv");
        String wanted = placed.stream()
                .filter(row -> row.matches(".*,(2010-12|2011-01)-.*|orderId,.*"))
                .collect(Collectors.joining("\n"));
        client.postCsv("/v1/orders/bulk", wanted).expect(200);
        client.postCsv("/v1/orders/status/bulk", text("order-updates.csv")).expect(200);
        List<String> moves = lines("commission-updates.csv");
        String before = moves.stream()
                .filter(row -> row.matches("[^,]*,(amend|decline|action),.*"))
                .collect(Collectors.joining("\n"));
        client.postCsv("/v1/commissions/bulk", before).expect(200);
        for (JsonNode order : client.all("/v1/orders?limit=500")) {
            orders.put(order.get("orderId").asString(), order);
        }
        moves.stream().filter(row -> row.contains(",confirm,")).forEach(this::state);
    }

    private void defineCatalogue() {
        JsonNode catalogue = TestClient.JSON.readTree(text("catalogue.json"));
        Map<String, String> ids = new HashMap<>(Map.of("categories", "categoryId", "providers", "providerId"));
        ids.putAll(Map.of("products", "productId", "integrations", "integrationId"));
        for (String kind : List.of("categories", "providers", "products", "integrations")) {
            for (JsonNode entry : catalogue.get(kind)) {
                ObjectNode body = ((ObjectNode) entry).deepCopy();
                String id = body.remove(ids.get(kind)).asString();
                client.put("/v1/" + kind + "/" + id, body).expect(200);
            }
        }
    }

    private long pending(String order) {
        return placed(order).get("commission").get("pending").asLong();
    }

    private JsonNode placed(String order) {
        return Objects.requireNonNull(orders.get(order), order);
    }

    private boolean isOurs(String order) {
        return orders.containsKey(order)
                && placed(order).get("providerId").asString().equals(PROVIDER);
    }

    /** The confirmation as a line of the statement, or what somebody made of it. Lines of other providers stay as they are. */
    private void state(String confirmation) {
        String[] cells = confirmation.split(",", -1);
        String order = cells[0];
        if (!orders.containsKey(order) || pending(order) < 10) {
            return;
        }
        long amount = pending(order);
        String at = "," + "GBP," + cells[7];
        int fate = random.nextInt(100);
        if (fate < 5) {
            return;
        }
        if (fate < 10) {
            rows.add(order + "," + amount + at);
            rows.add(order + "," + amount + at);
        } else if (fate < 18) {
            rows.add(order + "," + (amount + random.nextInt(-5, 6)) + at);
        } else if (fate < 22) {
            rows.add(order + "," + 1 + at);
            rows.add(order + "," + (amount - 1) + at.replace("Z", ".5Z"));
        } else if (fate < 26 && !rows.isEmpty() && !rows.getLast().contains(";")) {
            String[] last = rows.removeLast().split(",");
            rows.add(last[0] + ";" + order + "," + (Long.parseLong(last[1]) + amount) + at);
        } else if (fate < 28) {
            rows.add("x" + order + "," + amount + at);
        } else {
            rows.add(order + "," + amount + at);
        }
    }

    private record Row(String text, List<String> named, long amount) {
        static Row of(String text) {
            String[] cells = text.split(",");
            return new Row(text, List.of(cells[0].split(";")), Long.parseLong(cells[1]));
        }
    }

    /** Line by line, each against all others. */
    private String model(List<Row> all, int index) {
        Row row = all.get(index);
        if (all.subList(0, index).stream().anyMatch(r -> r.text().equals(row.text()))) {
            return "DUPLICATE";
        }
        if (!row.named().stream().allMatch(this::isOurs)) {
            return "NOT_IN_LEDGER";
        }
        List<Row> counted = all.stream()
                .distinct()
                .filter(r -> r.named().stream().allMatch(this::isOurs))
                .toList();
        long stated = row.amount();
        if (row.named().size() > 1) {
            boolean shared = counted.stream()
                    .anyMatch(r -> !r.equals(row) && r.named().stream().anyMatch(row.named()::contains));
            long due = row.named().stream().mapToLong(this::pending).sum();
            return !shared && due == stated ? "MATCHED" : "AMOUNT_DIFFERS";
        }
        stated = counted.stream()
                .filter(r -> r.named().equals(row.named()))
                .mapToLong(Row::amount)
                .sum();
        return stated == pending(row.named().getFirst()) ? "MATCHED" : "AMOUNT_DIFFERS";
    }

    @Test
    void comesToWhatASlowModelSaysAndSettlesIt() {
        String upload = "/v1/statements?providerId=" + PROVIDER + "&reference=TWO-MONTHS&from=2010-12-01&to=2011-02-01";
        JsonNode statement = client.postCsv(upload, HEADER + String.join("\n", rows))
                .expect(201)
                .json();
        List<JsonNode> lines =
                client.all("/v1/statements/" + statement.get("statementId").asString() + "/lines?limit=500");
        List<Row> all = rows.stream().map(Row::of).toList();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            String outcome = lines.get(i).get("outcome").asString();
            assertThat(outcome)
                    .as("seed %d, line %d, %s", SEED, i + 1, rows.get(i))
                    .isEqualTo(model(all, i));
            seen.merge(outcome, 1, Integer::sum);
        }
        assertThat(seen.keySet())
                .as("seed %d", SEED)
                .containsExactlyInAnyOrder("MATCHED", "AMOUNT_DIFFERS", "NOT_IN_LEDGER", "DUPLICATE");
        List<String> unnamed = orders.keySet().stream()
                .filter(this::isOurs)
                .filter(order -> pending(order) > 0
                        && all.stream().noneMatch(r -> r.named().contains(order)))
                .toList();
        assertThat(lines.subList(all.size(), lines.size()))
                .as("seed %d", SEED)
                .allSatisfy(line -> assertThat(line.get("outcome").asString()).isEqualTo("NOT_IN_STATEMENT"))
                .extracting(line -> line.get("orderIds").get(0).asString())
                .containsExactlyInAnyOrderElementsOf(unnamed);
        settles(statement);
    }

    private void settles(JsonNode statement) {
        long confirm =
                statement.get("summary").get("totals").get(0).get("toConfirm").asLong();
        JsonNode applied = organisation
                .as(Role.FINANCE)
                .post("/v1/statements/" + statement.get("statementId").asString() + "/apply", "")
                .expect(200)
                .json();
        assertThat(applied.get("rejected").asInt()).as("seed %d", SEED).isZero();
        assertThat(organisation.totals("?providerId=" + PROVIDER).get("paid").asLong())
                .as("seed %d", SEED)
                .isEqualTo(confirm);
        assertThat(organisation.totals("?providerId=germany").get("paid").asLong())
                .isZero();
    }
}
