package org.commissionledger.api.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/**
 * Publishes the contract. Bodies are read field by field rather than bound to a class, so their forms cannot be derived: each feature
 * writes down its calls in an {@code openapi.yaml} beside its migrations, and here they become one. A test holds the whole against the
 * routes and against what the service really answers.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    /** In the order in which the page shows them. */
    private static final List<String> FEATURES = List.of(
            "web",
            "bulk",
            "orders",
            "credits",
            "customers",
            "catalogue",
            "organisations",
            "audit",
            "whatif",
            "operations",
            "reports",
            "webhooks",
            "payouts",
            "periods",
            "statements");

    /** What every call with a token may come to besides what its feature says. */
    private static final Map<String, String> ANY_CALL = Map.of(
            "400", "A field, a parameter or a header is not right: `errors` names each",
            "401", "`access.unauthenticated`, `access.invalid-token`",
            "403", "`access.denied`",
            "503",
                    "`store.unavailable`, `store.outcome-unknown`, `projection.behind`: send it again, with the same key");

    @Bean
    OpenApiCustomizer describe(List<ContractPart> parts) {
        return api -> {
            OpenAPI written = written(parts);
            written.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(OpenApiConfiguration::addProblems);
            api.info(written.getInfo())
                    .servers(written.getServers())
                    .tags(written.getTags())
                    .security(written.getSecurity())
                    .paths(written.getPaths())
                    .webhooks(written.getWebhooks())
                    .components(written.getComponents());
        };
    }

    private static OpenAPI written(List<ContractPart> parts) {
        ObjectNode whole = Yaml31.mapper().createObjectNode();
        for (String feature : FEATURES) {
            String path = "org/commissionledger/api/" + feature + "/openapi.yaml";
            try (InputStream in = new ClassPathResource(path).getInputStream()) {
                add(whole, Yaml31.mapper().readTree(in), path);
            } catch (IOException e) {
                throw new UncheckedIOException(path, e);
            }
        }
        parts.forEach(part -> add(
                whole,
                Yaml31.mapper().valueToTree(part.contract()),
                part.getClass().getSimpleName()));
        return Json31.mapper().convertValue(whole, OpenAPI.class);
    }

    /** Objects become one, lists are joined, and what would overwrite something is a mistake. */
    private static void add(ObjectNode whole, JsonNode part, String path) {
        part.properties().forEach(field -> {
            JsonNode there = whole.get(field.getKey());
            if (there == null) {
                whole.set(field.getKey(), field.getValue());
            } else if (there instanceof ObjectNode object && field.getValue().isObject()) {
                add(object, field.getValue(), path);
            } else if (there instanceof ArrayNode array && field.getValue() instanceof ArrayNode more) {
                array.addAll(more);
            } else {
                throw new IllegalStateException(path + " says again what " + field.getKey() + " is");
            }
        });
    }

    /** Calls that have their own security have their own errors. */
    private static void addProblems(Operation operation) {
        ApiResponses responses = operation.getResponses();
        if (operation.getSecurity() == null) {
            ANY_CALL.forEach((status, description) ->
                    responses.computeIfAbsent(status, s -> new ApiResponse().description(description)));
        }
        responses.forEach((status, response) -> {
            if (status.compareTo("400") >= 0 && response.getContent() == null) {
                response.setContent(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
            }
        });
    }
}
