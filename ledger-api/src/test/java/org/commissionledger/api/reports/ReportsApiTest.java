package org.commissionledger.api.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Reports over HTTP: what is in them, in each format, and what they were made from. */
class ReportsApiTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private HttpResponse<byte[]> file(String path) {
        HttpResponse<byte[]> response = admin.download(path);
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response;
    }

    private List<Map<String, String>> csv(String path) {
        return Table.csv(file(path).body());
    }

    private void move(String orderId, String move, Map<String, Object> body) {
        admin.post("/v1/orders/" + orderId + "/commission/" + move, body).expect(200);
    }

    private static Map<String, Object> money(long amount, String currency) {
        return Map.of("amount", amount, "currency", currency);
    }

    private void inCurrency(String id, long amount, String currency) {
        organisation.place(order(id, 1, "value", money(amount, currency))).expect(201);
    }

    @Test
    void showOrdersAsCsvInMajorUnitsWithTheOffsetOfTheTimezone() {
        organisation.place("a", 20_001);
        Map<String, String> row = csv("/v1/reports/orders?format=csv").getFirst();
        assertThat(row)
                .containsEntry("orderId", "a")
                .containsEntry("placedAt", "2011-03-01T10:00:00Z")
                .containsEntry("status", "SUCCESSFUL")
                .containsEntry("commissionStatus", "PENDING")
                .containsEntry("commissionState", "PENDING")
                .containsEntry("currency", "GBP")
                .containsEntry("value", "200.01")
                .containsEntry("expected", "10.00")
                .containsEntry("pending", "10.00")
                .containsEntry("paid", "0.00");
        assertThat(csv("/v1/reports/orders?format=csv&timezone=America/St_Johns")
                        .getFirst())
                .containsEntry("placedAt", "2011-03-01T06:30:00-03:30");
        assertThat(csv("/v1/reports/orders?format=csv&timezone=Asia/Kolkata&from=2011-03-02"))
                .isEmpty();
        assertThat(csv("/v1/reports/orders?format=csv&timezone=Asia/Kolkata&from=2011-03-01&to=2011-03-02"))
                .hasSize(1);
    }

    @Test
    void comeInTheFormThatIsAcceptedWhereNoneIsNamed() {
        Map<String, String> forms = Map.of(
                "text/csv", "text/csv",
                "text/csv;q=0.9, application/json", "text/csv",
                "application/json, text/csv", "application/json",
                "text/html,*/*", "application/json",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        forms.forEach((accepted, form) ->
                assertThat(type("/v1/reports/orders", accepted)).as(accepted).startsWith(form));
        assertThat(type("/v1/reports/orders?format=json", "text/csv")).startsWith("application/json");
    }

    private String type(String path, String accepted) {
        return admin.send(admin.request(path).GET().header("Accept", accepted))
                .expect(200)
                .header("Content-Type");
    }

    @Test
    void openInExcelTyped() {
        inCurrency("yen", 12_345, "JPY");
        inCurrency("dinar", 12_345, "KWD");
        inCurrency("pound", 12_345, "GBP");
        List<List<Cell>> rows = Table.xlsx(
                file("/v1/reports/orders?format=xlsx&timezone=Europe/Paris").body());
        assertThat(rows).hasSize(3);
        Map<String, String> formats = Map.of("yen", "#,##0", "dinar", "#,##0.000", "pound", "#,##0.00");
        Map<String, Double> values = Map.of("yen", 12_345.0, "dinar", 12.345, "pound", 123.45);
        for (List<Cell> row : rows) {
            assertThat(row.get(0).getLocalDateTimeCellValue()).isEqualTo(LocalDateTime.of(2011, 3, 1, 11, 0));
            assertThat(row.get(0).getCellStyle().getDataFormatString()).contains("yyyy");
            String id = row.get(1).getStringCellValue();
            assertThat(row.get(12).getCellType()).isEqualTo(CellType.NUMERIC);
            assertThat(row.get(12).getNumericCellValue()).isEqualTo(values.get(id));
            assertThat(row.get(12).getCellStyle().getDataFormatString()).isEqualTo(formats.get(id));
            assertThat(row).noneMatch(Table::isFormula);
        }
        assertThat(rows.getFirst().getFirst().getSheet().getPaneInformation().isFreezePane())
                .isTrue();
    }

    @Test
    void comeAsJsonPageByPageFromOnePosition() {
        for (int i = 0; i < 7; i++) {
            organisation.place("o-" + i, 1_000);
        }
        Answer first = admin.get("/v1/reports/orders?limit=3").expect(200);
        assertThat(first.each("orderId")).containsExactly("o-6", "o-5", "o-4");
        assertThat(first.data().getFirst().get("value").get("amount").asLong()).isEqualTo(1_000);
        String next = first.json().get("page").get("next").asString();
        organisation.place("o-50", 1_000);
        move("o-3", "confirm", Map.of());
        Answer second = admin.get("/v1/reports/orders?limit=4&cursor=" + next).expect(200);
        assertThat(second.each("orderId")).containsExactly("o-3", "o-2", "o-1", "o-0");
        assertThat(second.each("commissionStatus")).containsOnly("PENDING");
        assertThat(second.header("Ledger-Position")).isEqualTo(first.header("Ledger-Position"));
        assertThat(second.json().get("page").get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void sayWhatTheyWereMadeFrom() throws Exception {
        organisation.place("a", 1_000);
        for (String format : List.of("json", "csv", "xlsx")) {
            HttpResponse<byte[]> file = file("/v1/reports/orders?format=" + format);
            String digest = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(file.body()));
            assertThat(header(file, "Digest")).isEqualTo("sha-256=" + digest);
            assertThat(header(file, "Repr-Digest")).isEqualTo("sha-256=:" + digest + ":");
            assertThat(header(file, "Content-Length")).isEqualTo(Integer.toString(file.body().length));
            long position = Long.parseLong(header(file, "Ledger-Position"));
            String chain = "";
            for (JsonNode event : admin.all("/v1/events?limit=500")) {
                chain = event.get("position").asLong() <= position
                        ? event.get("hash").asString()
                        : chain;
            }
            assertThat(header(file, "Ledger-Chain")).isEqualTo(chain);
        }
    }

    @Test
    void areTheSameBytesAgainWhateverHappenedSince() {
        organisation.place("a", 1_000);
        organisation.place(order("b", 1_000, "status", "PENDING")).expect(201);
        move("a", "confirm", Map.of("amount", money(20, "GBP")));
        Map<String, byte[]> before = new HashMap<>();
        long position = 0;
        for (String format : List.of("json", "csv", "xlsx")) {
            HttpResponse<byte[]> file = file("/v1/reports/orders?commissionStatus=PENDING&format=" + format);
            before.put(format, file.body());
            position = Long.parseLong(header(file, "Ledger-Position"));
        }
        move("a", "confirm", Map.of());
        admin.post("/v1/orders/b/status", Map.of("status", "SUCCESSFUL")).expect(200);
        organisation.place("c", 5_000);
        for (String format : List.of("json", "csv", "xlsx")) {
            String path = "/v1/reports/orders?commissionStatus=PENDING&format=" + format;
            assertThat(file(path).body()).isNotEqualTo(before.get(format));
            assertThat(file(path + "&position=" + position).body()).isEqualTo(before.get(format));
        }
        admin.get("/v1/reports/orders?position=999999999").expectProblem(400, "request.invalid-position");
    }

    @Test
    void areRefusedToWhoMayNotReadThem() {
        for (Role role : List.of(Role.SUPPORT, Role.TECHNICAL, Role.INGEST, Role.PROVIDER, Role.PARTNER)) {
            organisation.as(role).get("/v1/reports/orders").expectProblem(403, "access.denied");
        }
        organisation.as(Role.FINANCE).get("/v1/reports/orders").expect(200);
        organisation.as(Role.AUDITOR).get("/v1/reports/customers").expect(200);
    }

    @Test
    void refuseParametersThatTheyDoNotHave() {
        admin.get("/v1/reports/orders?type=PARTNER").expectProblem(400, "request.unknown-parameter");
        admin.get("/v1/reports/orders?format=pdf").expectProblem(400, "request.invalid-value");
        admin.get("/v1/reports/orders?format=csv&limit=5").expectProblem(400, "request.invalid-parameter");
        admin.get("/v1/reports/orders?position=-1").expectProblem(400, "request.invalid-position");
        admin.get("/v1/reports/orders?cursor=abc").expectProblem(400, "request.invalid-cursor");
        admin.get("/v1/reports/orders?from=2011-03-02&to=2011-03-01").expectProblem(400, "request.invalid-range");
        admin.get("/v1/reports/revenue-by-service?compare=previous").expectProblem(400, "request.missing-parameter");
    }
}
