package org.commissionledger.api.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.CatalogueCommand;
import org.commissionledger.catalogue.CatalogueCommand.DefineCategory;
import org.commissionledger.catalogue.CatalogueCommand.DefineIntegration;
import org.commissionledger.catalogue.CatalogueCommand.DefineProduct;
import org.commissionledger.catalogue.CatalogueCommand.DefineProvider;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.Channel;
import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.catalogue.CatalogueProjection;
import org.commissionledger.projection.catalogue.CatalogueQueries;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The catalogue: categories, providers, products, integrations. */
@RestController
class CatalogueController {

    private static final int NAME = 200;
    private static final int MOST_PRODUCTS = 10_000;

    private final Writes writes;
    private final Catalogue catalogue;
    private final CatalogueQueries queries;
    private final Clock clock;

    CatalogueController(Writes writes, Catalogue catalogue, CatalogueQueries queries, Clock clock) {
        this.writes = writes;
        this.catalogue = catalogue;
        this.queries = queries;
        this.clock = clock;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @PutMapping("/v1/categories/{categoryId}")
    ResponseEntity<String> putCategory(Caller caller, @PathVariable String categoryId, HttpServletRequest request) {
        CategoryId id = new CategoryId(valid("categoryId", categoryId));
        Fields fields = Writes.fields(Writes.body(request));
        String name = fields.requiredText("name", NAME);
        fields.done();
        Map<String, Object> view = view("categoryId", id.value(), name);
        DefineCategory command =
                new DefineCategory(CatalogueCommand.categoryStream(caller.organisation(), id), id, name, now());
        return put(caller, request, () -> Draft.of(command), view);
    }

    @PutMapping("/v1/providers/{providerId}")
    ResponseEntity<String> putProvider(Caller caller, @PathVariable String providerId, HttpServletRequest request) {
        ProviderId id = new ProviderId(valid("providerId", providerId));
        Fields fields = Writes.fields(Writes.body(request));
        String name = fields.requiredText("name", NAME);
        fields.done();
        Map<String, Object> view = view("providerId", id.value(), name);
        DefineProvider command =
                new DefineProvider(CatalogueCommand.providerStream(caller.organisation(), id), id, name, now());
        return put(caller, request, () -> Draft.of(command), view);
    }

    @PutMapping("/v1/products/{productId}")
    ResponseEntity<String> putProduct(Caller caller, @PathVariable String productId, HttpServletRequest request) {
        ProductId id = new ProductId(valid("productId", productId));
        Fields fields = Writes.fields(Writes.body(request));
        String name = fields.requiredText("name", NAME);
        CategoryId category = fields.requiredId("categoryId", CategoryId::new);
        ProviderId provider = fields.requiredId("providerId", ProviderId::new);
        CommissionPlan plan = Plans.read(fields.object("commissionPlan"));
        fields.done();
        if (category == null || provider == null) {
            throw new IllegalStateException("checked above");
        }
        ProductView view = new ProductView(id, name, category, provider, plan);
        Instant at = now();
        OrganisationId organisation = caller.organisation();
        return put(
                caller,
                request,
                () -> new Draft(
                        new DefineProduct(
                                CatalogueCommand.productStream(organisation, id),
                                id,
                                name,
                                category,
                                provider,
                                plan,
                                at),
                        catalogue.requireForProduct(organisation, category, provider)),
                view);
    }

    /** Its plan is declared as one, so that it is written with its {@code type}. */
    private record ProductView(
            ProductId productId,
            String name,
            CategoryId categoryId,
            ProviderId providerId,
            @Nullable CommissionPlan commissionPlan) {}

    @PutMapping("/v1/integrations/{integrationId}")
    ResponseEntity<String> putIntegration(
            Caller caller, @PathVariable String integrationId, HttpServletRequest request) {
        IntegrationId id = new IntegrationId(valid("integrationId", integrationId));
        Fields fields = Writes.fields(Writes.body(request));
        String name = fields.requiredText("name", NAME);
        Channel channel = fields.requiredOneOf("channel", Channel.class, Arrays.asList(Channel.values()));
        List<ProductId> given = fields.ids("productIds", ProductId::new, MOST_PRODUCTS);
        Boolean active = fields.flag("active");
        fields.done();
        if (channel == null) {
            throw new IllegalStateException("checked above");
        }
        List<ProductId> products = given == null ? List.of() : given;
        Map<String, Object> view = view("integrationId", id.value(), name);
        view.put("channel", channel);
        view.put("productIds", products);
        view.put("active", active == null || active);
        Instant at = now();
        OrganisationId organisation = caller.organisation();
        return put(
                caller,
                request,
                () -> new Draft(
                        new DefineIntegration(
                                CatalogueCommand.integrationStream(organisation, id),
                                id,
                                name,
                                channel,
                                products,
                                active == null || active,
                                at),
                        catalogue.requireProducts(organisation, products)),
                view);
    }

    private static String valid(String field, String id) {
        if (!Identifiers.isValid(id)) {
            throw BadRequest.field(
                    field, "request.invalid-identifier", "An identifier is 1 to 64 of A-Z a-z 0-9 . _ : -");
        }
        return id;
    }

    private static Map<String, Object> view(String idField, String id, String name) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put(idField, id);
        view.put("name", name);
        return view;
    }

    private ResponseEntity<String> put(Caller caller, HttpServletRequest request, Drafting drafting, Object view) {
        return writes.put(caller, request, drafting, (result, receipt) -> Answer.ok(view));
    }

    @GetMapping("/v1/categories/{categoryId}")
    @ReadsProjection(CatalogueProjection.NAME)
    JsonNode category(Caller caller, @PathVariable String categoryId, HttpServletRequest request) {
        new Query(request).done();
        return find(caller, "category", categoryId);
    }

    @GetMapping("/v1/providers/{providerId}")
    @ReadsProjection(CatalogueProjection.NAME)
    JsonNode provider(Caller caller, @PathVariable String providerId, HttpServletRequest request) {
        new Query(request).done();
        return find(caller, "provider", providerId);
    }

    @GetMapping("/v1/products/{productId}")
    @ReadsProjection(CatalogueProjection.NAME)
    JsonNode product(Caller caller, @PathVariable String productId, HttpServletRequest request) {
        new Query(request).done();
        return find(caller, "product", productId);
    }

    @GetMapping("/v1/integrations/{integrationId}")
    @ReadsProjection(CatalogueProjection.NAME)
    JsonNode integration(Caller caller, @PathVariable String integrationId, HttpServletRequest request) {
        new Query(request).done();
        return find(caller, "integration", integrationId);
    }

    private JsonNode find(Caller caller, String kind, String id) {
        return queries.find(caller.organisation().value(), kind, id)
                .map(Json.MAPPER::readTree)
                .orElseThrow(() -> Refused.notFound("catalogue.unknown-" + kind, "There is no such " + kind + "."));
    }

    @GetMapping("/v1/categories")
    @ReadsProjection(CatalogueProjection.NAME)
    Page<JsonNode> categories(Caller caller, HttpServletRequest request) {
        return list(caller, request, "category");
    }

    @GetMapping("/v1/providers")
    @ReadsProjection(CatalogueProjection.NAME)
    Page<JsonNode> providers(Caller caller, HttpServletRequest request) {
        return list(caller, request, "provider");
    }

    @GetMapping("/v1/products")
    @ReadsProjection(CatalogueProjection.NAME)
    Page<JsonNode> products(Caller caller, HttpServletRequest request) {
        return list(caller, request, "product");
    }

    @GetMapping("/v1/integrations")
    @ReadsProjection(CatalogueProjection.NAME)
    Page<JsonNode> integrations(Caller caller, HttpServletRequest request) {
        return list(caller, request, "integration");
    }

    private Page<JsonNode> list(Caller caller, HttpServletRequest request, String kind) {
        Query query = new Query(request);
        Paging paging = Paging.last(query, kind, 1);
        return paging.page(
                queries.list(caller.organisation().value(), kind, paging.after(), paging.oneMore()),
                entry -> Json.MAPPER.readTree(entry.body()),
                entry -> List.of(entry.id()));
    }
}
