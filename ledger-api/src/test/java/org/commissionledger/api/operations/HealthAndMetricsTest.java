package org.commissionledger.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.commissionledger.projection.engine.Projections;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import tools.jackson.databind.JsonNode;

/** What those who run the service look at. */
class HealthAndMetricsTest {

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();

    /** The sum over all lines of a metric that have the labels. */
    private static double value(String scrape, String name, String labels) {
        List<Double> values = scrape.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(labels))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
        assertThat(values).as("%s with %s", name, labels).isNotEmpty();
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private String scrape() {
        Answer answer = organisation.as(Role.TECHNICAL).get("/actuator/prometheus");
        return answer.expect(200).body();
    }

    @Test
    void appendsProjectionsAndRefusalsAreCounted() {
        organisation.place("1", 1_000);
        organisation.admin().post("/v1/orders/1/commission/reverse", Map.of("reasonCode", "FRAUD"));
        organisation.admin().get("/v1/orders").expect(200);
        String before = scrape();
        organisation
                .admin()
                .post("/v1/orders/1/commission/reverse", Map.of("reasonCode", "FRAUD"))
                .expectProblem(409, "commission.illegal-transition");
        organisation.place("2", 1_000);
        String after = scrape();
        String refused = "code=\"commission.illegal-transition\"";
        assertThat(value(after, "ledger_refusals_total", refused))
                .isGreaterThan(value(before, "ledger_refusals_total", refused));
        for (String name : List.of("ledger_append_latency_seconds_count", "ledger_append_batch_count")) {
            assertThat(value(after, name, "")).as(name).isGreaterThan(value(before, name, ""));
        }
        assertThat(value(after, "ledger_append_queue", "")).isNotNegative();
        for (String projection : List.of("orders", "journal", "catalogue", "webhooks")) {
            String of = "projection=\"" + projection + "\"";
            assertThat(value(after, "ledger_projection_behind", of)).isNotNegative();
            assertThat(value(after, "ledger_projection_parked", of)).isNotNegative();
        }
        assertThat(value(after, "ledger_projection_lag_seconds_count", "")).isPositive();
    }

    @Test
    void aNodeIsReadyOnceItsTablesAreThereAndItsProjectionsRun() {
        JsonNode readiness = service.anonymous()
                .get("/actuator/health/readiness")
                .expect(200)
                .json();
        assertThat(readiness.get("status").asString()).isEqualTo("UP");
        assertThat(service.anonymous()
                        .get("/actuator/health/liveness")
                        .expect(200)
                        .json()
                        .get("status")
                        .asString())
                .isEqualTo("UP");
        Projections projections = service.bean("projections", Projections.class);
        assertThat(new ProjectionsHealthIndicator(projections).health().getStatus())
                .isEqualTo(Status.UP);
    }
}
