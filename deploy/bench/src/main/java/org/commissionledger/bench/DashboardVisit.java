package org.commissionledger.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who has signed in to the dashboard as its first administrator. */
final class DashboardVisit implements AutoCloseable {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final BenchService service;

    DashboardVisit(BenchService service) throws Exception {
        this.service = service;
        Matcher csrf = CSRF.matcher(page("/sign-in", "UTC"));
        if (!csrf.find()) {
            throw new IOException("no form to sign in with");
        }
        String form = "email=" + encoded(BenchService.EMAIL) + "&password=" + encoded(BenchService.SECRET) + "&_csrf="
                + encoded(csrf.group(1));
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(service.uri("/sign-in"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 302
                || answer.headers().firstValue("Location").orElse("").contains("sign-in")) {
            throw new IOException("not signed in: " + answer.statusCode() + " " + answer.body());
        }
    }

    /** A page for a reader in that timezone. */
    String page(String path, String zone) throws IOException, InterruptedException {
        URI uri = service.uri(path);
        HttpCookie timezone = new HttpCookie("timezone", encoded(zone));
        timezone.setPath("/");
        timezone.setVersion(0);
        cookies.getCookieStore().add(uri, timezone);
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
