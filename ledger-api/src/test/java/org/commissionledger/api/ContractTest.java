package org.commissionledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commissionledger.api.security.AccessRules;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The published contract and the routes are the same. */
class ContractTest {

    private final JsonNode page =
            TestService.shared().anonymous().get("/v3/api-docs").expect(200).json();

    @Test
    void isPublishedAsOpenApi31() {
        assertThat(page.get("openapi").asString()).startsWith("3.1");
    }

    @Test
    void namesExactlyTheRoutesThatHaveARule() {
        List<String> published = new ArrayList<>();
        page.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> published.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(published)
                .containsExactlyInAnyOrderElementsOf(AccessRules.RULES.stream()
                        .filter(rule -> rule.pattern().startsWith("/v1/"))
                        .map(rule -> rule.method() + " " + rule.pattern())
                        .toList());
    }

    @Test
    void givesEachOperationANameOfItsOwn() {
        List<String> names = new ArrayList<>();
        page.get("paths")
                .forEach(path -> path.forEach(
                        operation -> names.add(operation.path("operationId").asString())));
        assertThat(names).doesNotHaveDuplicates().doesNotContain("");
    }
}
