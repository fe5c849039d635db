package org.commissionledger.api.security;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commissionledger.api.security.AccessRules.Rule;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The role table, cell by cell; and that no route is missing in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {

    private static final Set<String> FOUNDER_ONLY = Set.of("/v1/organisations");

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();

    private Answer send(TestClient client, Rule rule) {
        String path = rule.pattern().replaceAll("\\{[^}]+}", "nothing-of-that-name");
        return client.send(client.request(path)
                .method(rule.method().name(), BodyPublishers.noBody())
                .header("Last-Event-ID", "none") // lets an answer that would never end be refused
                .header("Idempotency-Key", TestClient.newKey()));
    }

    @TestFactory
    Stream<DynamicTest> everyRoleMayDoWhatItsRowSays() {
        return AccessRules.RULES.stream()
                .flatMap(rule -> Stream.of(Role.values())
                        .map(role -> DynamicTest.dynamicTest(
                                role + " " + rule.method() + " " + rule.pattern(), () -> assertAccess(rule, role))));
    }

    private void assertAccess(Rule rule, Role role) {
        Answer answer = send(organisation.as(role), rule);
        if (rule.roles().contains(role) && !FOUNDER_ONLY.contains(rule.pattern())) {
            assertThat(answer.status()).as(answer.body()).isNotIn(401, 403, 405).isLessThan(500);
        } else {
            answer.expectProblem(403, "access.denied");
        }
    }

    @TestFactory
    Stream<DynamicTest> nobodyMayDoAnythingWithoutAValidToken() {
        return AccessRules.RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.method() + " " + rule.pattern(), () -> {
                    assertThat(send(service.anonymous(), rule)
                                    .expectProblem(401, "access.unauthenticated")
                                    .header("WWW-Authenticate"))
                            .startsWith("Bearer");
                    send(service.withToken("garbage"), rule).expectProblem(401, "access.invalid-token");
                }));
    }

    @Test
    void aTokenWithAChangedSignatureOrAnotherAlgorithmIsRefused() {
        String unsigned =
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJib290c3RyYXAiLCJvcmciOiJkZW1vIiwicm9sZSI6IkFETUlOIiwiZXhwIjo0MTAyNDQ0ODAwfQ.";
        service.withToken(unsigned).get("/v1/orders").expectProblem(401, "access.invalid-token");
        String selfSigned = unsigned.replace("eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9") + "c2lnbmF0dXJl";
        service.withToken(selfSigned).get("/v1/orders").expectProblem(401, "access.invalid-token");
    }

    @Test
    void noTokenIsGivenForAWrongSecretOrAnUnknownClient() {
        assertThat(service.askForToken("bootstrap", "wrong").status()).isEqualTo(401);
        assertThat(service.askForToken("nobody", "wrong").status()).isEqualTo(401);
    }

    @Test
    void everyRouteHasExactlyOneRuleAndEveryRuleARoute() {
        List<String> rules = AccessRules.RULES.stream()
                .filter(rule -> rule.pattern().startsWith("/v1/"))
                .map(rule -> rule.method() + " " + rule.pattern())
                .toList();
        assertThat(rules).doesNotHaveDuplicates();
        assertThat(routes()).containsExactlyInAnyOrderElementsOf(rules);
    }

    private List<String> routes() {
        List<String> routes = new ArrayList<>();
        Set<RequestMappingInfo> mapped = service.bean(
                        "requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet();
        for (RequestMappingInfo info : mapped) {
            for (String path : info.getPatternValues()) {
                if (path.startsWith("/v1")) {
                    assertThat(info.getMethodsCondition().getMethods()).as(path).isNotEmpty();
                    info.getMethodsCondition().getMethods().forEach(method -> routes.add(method + " " + path));
                }
            }
        }
        return routes;
    }

    @Test
    void everyPageHasOneRuleAndEveryRuleAPage() {
        List<String> rules = PageRules.RULES.stream()
                .map(rule -> rule.method() + " " + rule.pattern())
                .toList();
        assertThat(rules).doesNotHaveDuplicates();
        Set<String> pages = service
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(info -> info.getPatternValues().stream()
                        .flatMap(path ->
                                info.getMethodsCondition().getMethods().stream().map(method -> method + " " + path)))
                .filter(route ->
                        route.contains(" /dashboard") || route.equals("GET /") || route.equals("POST /sign-out"))
                .collect(toSet());
        assertThat(pages).containsExactlyInAnyOrderElementsOf(rules);
    }

    @Test
    void everyOtherRouteIsOpenOnPurpose() {
        Set<String> others = service
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(info -> info.getPatternValues().stream())
                .filter(path -> !path.startsWith("/v1/"))
                .filter(path -> PageRules.RULES.stream()
                        .noneMatch(rule -> rule.pattern().equals(path)))
                .collect(toSet());
        assertThat(others)
                .allMatch(path -> AccessRules.OPEN.contains(path)
                        || PageRules.OPEN.contains(path)
                        || path.startsWith("/sign-in")
                        || path.startsWith("/v3/api-docs")
                        || path.startsWith("/swagger-ui"));
    }

    @Test
    void whatALoadBalancerAsksAndTheDocumentationAreOpen() {
        for (String path : List.of(
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/info",
                "/v3/api-docs",
                "/v3/api-docs.yaml")) {
            service.anonymous().get(path).expect(200);
        }
        assertThat(service.anonymous().get("/docs").status()).isIn(200, 302);
    }

    @Test
    void noTokenIsGivenToWhoDoesNotSayWhoTheyAre() {
        TestClient nobody = service.anonymous();
        Answer answer = nobody.send(nobody.request("/oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
        assertThat(answer.expectProblem(401, "access.unauthenticated").header("WWW-Authenticate"))
                .isEqualTo("Basic");
    }

    /** Those that would never end, or make a file first, are asked for by nobody in this way. */
    @Test
    void whatCanBeReadCanBeAskedForWithoutItsContent() {
        for (String path : List.of("/v1/orders", "/v1/commissions/totals", "/v1/analytics/live", "/v1/events")) {
            Answer answer = organisation
                    .admin()
                    .send(organisation.admin().request(path).method("HEAD", BodyPublishers.noBody()))
                    .expect(200);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(service.anonymous()
                        .send(service.anonymous().request("/v1/orders").method("HEAD", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(401);
        TestClient support = organisation.as(Role.SUPPORT);
        assertThat(support.send(support.request("/v1/commissions/totals").method("HEAD", BodyPublishers.noBody()))
                        .status())
                .isEqualTo(403);
    }

    /** What the server itself refuses, before any rule is asked. */
    @Test
    void whatIsNoRequestAtAllIsAProblemToo() throws IOException {
        assertProblem("GET /v1/orders?a=\"<> HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "request.malformed");
        assertProblem("TRACE /v1/orders HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "request.method-not-allowed");
        assertProblem(
                "POST /v1/orders HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\nContent-Length: 0\r\n\r\n",
                417,
                "request.malformed");
    }

    private void assertProblem(String request, int status, String code) throws IOException {
        String port =
                service.anonymous().request("/").build().uri().getAuthority().replaceAll(".*:", "");
        try (Socket socket = new Socket("localhost", Integer.parseInt(port))) {
            socket.setSoTimeout(10_000);
            String closing = request.replaceFirst("\r\n", "\r\nConnection: close\r\n");
            socket.getOutputStream().write(closing.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status);
            assertThat(answer).contains("application/problem+json").contains("\"code\":\"" + code + "\"");
        }
    }

    @Test
    void everythingElseIsClosed() {
        for (String path : List.of("/v1", "/v2/orders", "/actuator", "/actuator/env", "/h2-console")) {
            service.anonymous().get(path).expectProblem(401, "access.unauthenticated");
            organisation.admin().get(path).expectProblem(404, "request.not-found");
        }
    }

    @Test
    void anAdminOfAnotherOrganisationFoundsNone() {
        organisation
                .admin()
                .post("/v1/organisations", "{\"organisationId\":\"mine\",\"name\":\"Mine\"}")
                .expectProblem(403, "access.denied");
    }
}
