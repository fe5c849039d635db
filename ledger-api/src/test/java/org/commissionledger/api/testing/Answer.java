package org.commissionledger.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the service answered. */
public record Answer(int status, HttpHeaders headers, String body) {

    /** The same answer, when it has that status. */
    public Answer expect(int expected) {
        assertThat(status).as(body).isEqualTo(expected);
        return this;
    }

    /** The same answer, when it is a problem with that status and code as RFC 9457 has it. */
    public Answer expectProblem(int expected, String code) {
        expect(expected);
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("code").asString()).as(body).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(expected);
        assertThat(problem.path("type").asString()).isNotEmpty();
        assertThat(problem.path("title").asString()).isNotEmpty();
        assertThat(problem.path("detail").asString()).isNotEmpty();
        return this;
    }

    public JsonNode json() {
        return TestClient.JSON.readTree(body);
    }

    /** Empty when the answer does not have it. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** From {@code Ledger-Position}. */
    public long position() {
        return Long.parseLong(header("Ledger-Position"));
    }

    public boolean isReplayed() {
        return header("Idempotency-Replayed").equals("true");
    }

    /** The bad fields that a problem names. */
    public List<String> badFields() {
        List<String> fields = new ArrayList<>();
        json().path("errors").forEach(error -> fields.add(error.path("field").asString()));
        return fields;
    }

    /** The items of a page. */
    public List<JsonNode> data() {
        List<JsonNode> data = new ArrayList<>();
        json().path("data").forEach(data::add);
        return data;
    }

    /** One field of each item of a page, as text. */
    public List<String> each(String field) {
        return data().stream().map(item -> item.path(field).asString()).toList();
    }
}
