package org.commissionledger.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The database fails while an answer is on its way: on a service of its own, because no other test should meet with that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenAnswersTest {

    private static final String HEADER = "orderId,integrationId,productId,customerId,amount,currency,status,placedAt\n";
    private static final String LONG = "an-order-whose-name-is-as-long-as-names-may-be";
    private static final int MANY = 2_000;

    private final TestService service = TestService.alone();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    /** The table one of whose rows cannot be read now. */
    private String spoilt = "";

    @BeforeAll
    void manyOrders() {
        admin.postCsv("/v1/orders/bulk", orders("first")).expect(200);
        service.database()
                .asOwner("create function ledger.spoilt() returns boolean language plpgsql as $$"
                        + " begin raise exception 'this row cannot be read'; end $$");
    }

    private static String orders(String name) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < MANY; i++) {
            csv.append(LONG).append('-').append(name).append('-').append(i);
            csv.append(",web-shop,product-acme,c-1,1000,GBP,SUCCESSFUL,2011-03-01T10:00:00Z\n");
        }
        return csv.toString();
    }

    private void spoil(String table, String row) {
        spoilt = table;
        service.database()
                .asOwner("create policy spoilt on " + table + " using (case when " + row
                        + " then ledger.spoilt() else true end) with check (true)");
        service.database().asOwner("alter table " + table + " enable row level security");
    }

    private void spoilEvent(long ledgerSequence) {
        spoil("ledger.event", "organisation = '" + organisation.id() + "' and ledger_sequence = " + ledgerSequence);
    }

    @AfterEach
    void mend() {
        if (!spoilt.isEmpty()) {
            service.database().asOwner("alter table " + spoilt + " disable row level security");
            service.database().asOwner("drop policy spoilt on " + spoilt);
            spoilt = "";
        }
    }

    @AfterAll
    void close() {
        service.close();
    }

    private HttpRequest.Builder export() {
        return admin.request("/v1/audit/export").GET();
    }

    @Test
    void whatCannotBeBegunIsAProblem() {
        spoilEvent(1);
        admin.send(export()).expectProblem(503, "store.unavailable");
    }

    /** It was begun as a success, and that cannot be taken back: whoever reads it learns that it is not whole. */
    @Test
    void anExportThatCannotBeEndedBreaksOff() throws IOException {
        spoilEvent(1_500); // on the second page
        HttpResponse<InputStream> broken = admin.open(export());
        assertThat(broken.statusCode()).isEqualTo(200);
        byte[] part;
        try (InputStream body = broken.body()) {
            part = body.readNBytes(1 << 16);
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        assertThat(part).isNotEmpty();
        mend();
        Answer whole = admin.send(export()).expect(200);
        assertThat(whole.body().lines()).hasSizeGreaterThan(MANY);
        assertThat(whole.body()).startsWith(new String(part, StandardCharsets.UTF_8));
    }

    @Test
    void aBulkAnswerThatCannotBeEndedBreaksOffAndIsGivenWholeWhenItIsAskedForAgain() {
        long before = organisation.events();
        String key = TestClient.newKey();
        String csv = orders("second");
        spoil("ledger.request_key", "key = '" + key + "' || chr(10) || '3'"); // where its last part is stored
        assertThatThrownBy(() -> admin.postCsv("/v1/orders/bulk?results=all", csv, key))
                .isInstanceOf(UncheckedIOException.class);
        mend();
        assertThat(organisation.events()).as("it was carried out").isEqualTo(before + MANY);
        Answer again = admin.postCsv("/v1/orders/bulk?results=all", csv, key).expect(200);
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.json().get("accepted").asInt()).isEqualTo(MANY);
        assertThat(again.json().get("results")).hasSize(MANY);
        assertThat(organisation.events()).isEqualTo(before + MANY);
    }
}
