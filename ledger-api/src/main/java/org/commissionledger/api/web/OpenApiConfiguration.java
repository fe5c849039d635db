package org.commissionledger.api.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.Scopes;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the routes themselves do not say: bodies are read field by field rather than bound to a class, so their forms are written down
 * here, with the parameters and headers of each call.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    private static final String SCHEME = "token";
    private static final List<String> PAGE = List.of("limit", "cursor");
    private static final List<String> ORDER_FILTERS = List.of(
            "from",
            "to",
            "timezone",
            "status",
            "commissionStatus",
            "categoryId",
            "providerId",
            "productId",
            "integrationId",
            "customerId");
    private static final String REASON =
            "{\"reasonCode\": \"CANCELLED\", \"note\": \"…\", \"at\": \"2011-03-01T10:00:00Z\"}";

    /** One example of each body. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry(
                    "POST /v1/orders",
                    "{\"orderId\": \"536365\", \"integrationId\": \"web-shop\", \"productId\": \"giftware\", \"customerId\": \"c-17850\","
                            + " \"value\": {\"amount\": 15640, \"currency\": \"GBP\"}, \"status\": \"SUCCESSFUL\","
                            + " \"at\": \"2010-12-01T08:26:00Z\"}"),
            Map.entry(
                    "POST /v1/orders/{orderId}/status",
                    "{\"status\": \"SUCCESSFUL\", \"reason\": \"…\", \"at\": \"2011-03-01T10:00:00Z\"}"),
            Map.entry(
                    "POST /v1/orders/{orderId}/commission/confirm",
                    "{\"amount\": {\"amount\": 782, \"currency\": \"GBP\"}, \"final\": false, \"allowExcess\": false,"
                            + " \"reference\": \"STMT-2011-03\"}"),
            Map.entry("POST /v1/orders/{orderId}/commission/decline", REASON),
            Map.entry(
                    "POST /v1/orders/{orderId}/commission/amend",
                    "{\"amount\": {\"amount\": 700, \"currency\": \"GBP\"}, \"reasonCode\": \"INCORRECT_AMOUNT\"}"),
            Map.entry(
                    "POST /v1/orders/{orderId}/commission/reverse",
                    "{\"amount\": {\"amount\": 100, \"currency\": \"GBP\"}, \"reasonCode\": \"RETURNED\"}"),
            Map.entry("PUT /v1/categories/{categoryId}", "{\"name\": \"Gifts\"}"),
            Map.entry("PUT /v1/providers/{providerId}", "{\"name\": \"Acme\"}"),
            Map.entry(
                    "PUT /v1/products/{productId}",
                    "{\"name\": \"Mug\", \"categoryId\": \"gifts\", \"providerId\": \"acme\","
                            + " \"commissionPlan\": {\"type\": \"PERCENT\", \"basisPoints\": 500}}"),
            Map.entry(
                    "PUT /v1/integrations/{integrationId}",
                    "{\"name\": \"Shop\", \"channel\": \"WEB\", \"productIds\": [\"mug\"], \"active\": true}"),
            Map.entry(
                    "PUT /v1/settings",
                    "{\"marketplaceUrl\": \"https://shop.example.org\", \"name\": \"Shop\", \"primaryColour\": \"#0b5fff\"}"),
            Map.entry("POST /v1/organisations", "{\"organisationId\": \"acme\", \"name\": \"Acme\"}"),
            Map.entry(
                    "POST /v1/clients",
                    "{\"name\": \"statements\", \"role\": \"PROVIDER\", \"providerId\": \"acme\"}"));

    /** The header row of each bulk call's CSV. */
    private static final Map<String, String> ROWS = Map.of(
            "POST /v1/orders/bulk", "orderId,integrationId,productId,customerId,amount,currency,status,placedAt",
            "POST /v1/orders/status/bulk", "orderId,status,reason,at",
            "POST /v1/commissions/bulk", "orderId,action,amount,currency,final,reasonCode,reference,at");

    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "GET /v1/commissions/totals", ORDER_FILTERS,
            "GET /v1/events", List.of("after", "stream", "type", "from", "to", "timezone", "limit", "cursor"),
            "GET /v1/audit/export", List.of("after", "through"),
            "GET /v1/projections/{name}/parked", List.of("limit"),
            "GET /v1/categories", PAGE,
            "GET /v1/providers", PAGE,
            "GET /v1/products", PAGE,
            "GET /v1/integrations", PAGE,
            "GET /v1/clients", PAGE);

    @Bean
    OpenApiCustomizer describe() {
        return api -> {
            api.setInfo(new Info()
                    .title("Commission Ledger")
                    .version("v1")
                    .description("Orders, commissions and the history that proves them. Amounts are minor units."));
            OAuthFlow clientCredentials =
                    new OAuthFlow().tokenUrl("/oauth2/token").scopes(new Scopes());
            api.getComponents()
                    .addSecuritySchemes(
                            SCHEME,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.OAUTH2)
                                    .flows(new OAuthFlows().clientCredentials(clientCredentials)));
            api.addSecurityItem(new SecurityRequirement().addList(SCHEME));
            describePaths(api);
        };
    }

    private static void describePaths(OpenAPI api) {
        for (Map.Entry<String, PathItem> path : api.getPaths().entrySet()) {
            path.getValue().readOperationsMap().forEach((method, operation) -> {
                String call = method + " " + path.getKey();
                describe(operation, method, call);
            });
        }
    }

    private static void describe(Operation operation, PathItem.HttpMethod method, String call) {
        operation.setTags(List.of(call.split("/")[2]));
        if (method == PathItem.HttpMethod.POST) {
            operation.addParametersItem(new HeaderParameter()
                    .name("Idempotency-Key")
                    .required(true)
                    .description("The same key and request have one effect and one answer.")
                    .schema(new StringSchema()));
        }
        if (method == PathItem.HttpMethod.GET) {
            operation.addParametersItem(new HeaderParameter()
                    .name("Ledger-Min-Position")
                    .description("Wait until the read shows everything up to this position.")
                    .schema(new StringSchema()));
        }
        parameters(call)
                .forEach(name -> operation.addParametersItem(
                        new QueryParameter().name(name).schema(new StringSchema())));
        String body = BODIES.get(call);
        if (body != null) {
            operation.setRequestBody(new RequestBody().content(json(body)));
        }
        String row = ROWS.get(call);
        if (row != null) {
            operation.addParametersItem(new QueryParameter().name("mode").schema(oneOf("continue", "atomic")));
            operation.addParametersItem(new QueryParameter().name("results").schema(oneOf("failed", "all")));
            operation.setRequestBody(new RequestBody()
                    .content(json("{\"items\": []}")
                            .addMediaType(
                                    "text/csv",
                                    new MediaType().schema(new StringSchema()).example(row + "\n"))));
        }
    }

    private static List<String> parameters(String call) {
        if (call.equals("GET /v1/orders")) {
            return Stream.concat(ORDER_FILTERS.stream(), PAGE.stream()).toList();
        }
        return PARAMETERS.getOrDefault(call, List.of());
    }

    private static StringSchema oneOf(String... values) {
        StringSchema schema = new StringSchema();
        schema.setEnum(List.of(values));
        return schema;
    }

    private static Content json(String example) {
        return new Content()
                .addMediaType(
                        "application/json",
                        new MediaType().schema(new ObjectSchema()).example(Json.MAPPER.readValue(example, Map.class)));
    }
}
