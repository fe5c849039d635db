package org.commissionledger.api.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;

/** Exports side by side: how many there may be, and what a slow client does to the others. */
class ExportsTest {

    private static final int AT_ONCE = 3;
    private static final int MANY_ORDERS = 12_000;
    private static final String ORDERS = "/v1/reports/orders?format=csv";

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private final HikariDataSource pool = service.bean("dataSource", HikariDataSource.class);

    private HttpRequest.Builder export() {
        return admin.request(ORDERS).GET();
    }

    /** One more than may be made at once, none of which gets on while their table is locked. */
    @Test
    void areToldToComeBackWhenThereAreTooMany() throws Exception {
        organisation.place("a", 1_000);
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table ledger_orders.order_row in access exclusive mode");
            for (int i = 0; i <= AT_ONCE; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> admin.send(export()), Thread::startVirtualThread));
            }
            Answer first = CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new))
                    .thenApply(Answer.class::cast)
                    .get(60, TimeUnit.SECONDS);
            first.expectProblem(503, "reports.too-many-exports");
            assertThat(first.header("Retry-After")).isNotBlank();
            connection.rollback();
        }
        assertThat(asked.stream().map(CompletableFuture::join).map(Answer::status))
                .containsExactlyInAnyOrder(200, 200, 200, 503);
        assertThat(admin.download(ORDERS).statusCode()).isEqualTo(200);
    }

    @Test
    void thatNobodyReadsHoldNeitherAPlaceNorAConnectionOfTheDatabase() throws Exception {
        placeMany();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> admin.download(ORDERS).statusCode() == 200);
        List<InputStream> unread = new ArrayList<>();
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            HttpResponse<InputStream> response = admin.open(export());
            assertThat(response.statusCode()).isEqualTo(200);
            unread.add(response.body());
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
        assertThat(admin.download(ORDERS).statusCode()).isEqualTo(200);
        for (InputStream each : unread) {
            each.close();
        }
    }

    /** More than the sockets between a client and the service hold. */
    private void placeMany() {
        String id = "an-order-with-an-identifier-of-the-greatest-length-there-is-";
        StringBuilder csv =
                new StringBuilder("orderId,integrationId,productId,customerId,amount,currency,status,placedAt\r\n");
        for (int i = 10_000; i < 10_000 + MANY_ORDERS; i++) {
            csv.append(id.substring(0, 55))
                    .append(i)
                    .append(",web-shop,product-acme,")
                    .append(id, 0, 55)
                    .append(i)
                    .append(",1000,GBP,SUCCESSFUL,2011-03-01T10:00:00Z\r\n");
        }
        admin.postCsv("/v1/orders/bulk", csv.toString()).expect(200);
    }
}
