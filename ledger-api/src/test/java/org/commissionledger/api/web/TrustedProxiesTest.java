package org.commissionledger.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** Whose word is taken for where a request comes from. */
class TrustedProxiesTest {

    private static HttpRequest forwarded(URI uri, String from) {
        return HttpRequest.newBuilder(uri)
                .header("X-Forwarded-For", from)
                .header("X-Forwarded-Proto", "https")
                .build();
    }

    /** What a server with these proxies says of a request that came by way of the loopback address. */
    private static String seen(List<String> proxies, String from) throws Exception {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.setAddress(InetAddress.ofLiteral("127.0.0.1"));
        new TrustedProxies(proxies).customize(factory);
        WebServer server = factory.getWebServer(
                context -> context.addServlet("mirror", new Mirror()).addMapping("/"));
        server.start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.getPort() + "/");
            return http.send(forwarded(uri, from), BodyHandlers.ofString()).body();
        } finally {
            server.stop();
        }
    }

    private static final class Mirror extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getRemoteAddr() + " " + request.getScheme());
        }
    }

    @Test
    void isNobodysWhereNoneIsNamed() throws Exception {
        assertThat(seen(List.of(), "203.0.113.7")).isEqualTo("127.0.0.1 http");
        assertThat(seen(List.of("10.0.0.0/8"), "203.0.113.7")).isEqualTo("127.0.0.1 http");
    }

    @Test
    void isThatOfANamedProxyAndOfThoseBehindIt() throws Exception {
        List<String> proxies = List.of("127.0.0.1/32", "10.1.0.0/16");
        assertThat(seen(proxies, "203.0.113.7")).isEqualTo("203.0.113.7 https");
        assertThat(seen(proxies, "203.0.113.7, 10.1.2.3")).isEqualTo("203.0.113.7 https");
        assertThat(seen(proxies, "6.6.6.6, 203.0.113.7"))
                .as("what the client made up")
                .isEqualTo("203.0.113.7 https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.1.1", "10\\.1\\..*", "10.0.0.0/33", "proxy/8", ".*", "/8", ""})
    void namesNetworksOnly(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustedProxies(List.of(text)))
                .withMessageContaining("ledger.trusted-proxies");
    }

    /** Otherwise whoever tries passwords would come from another address each time, and cookies would be what a stranger says. */
    @Test
    void isNobodysInTheServiceAsItComes() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = TestService.shared().base().resolve("/sign-in");
            var answer = http.send(forwarded(uri, "203.0.113.7"), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
            assertThat(answer.headers().allValues("Set-Cookie"))
                    .noneMatch(cookie -> cookie.contains("__Host-") || cookie.contains("Secure"));
        }
    }
}
