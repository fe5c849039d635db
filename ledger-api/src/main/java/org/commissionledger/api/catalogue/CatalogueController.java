package org.commissionledger.api.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
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
import org.commissionledger.projection.catalogue.CatalogueProjection;
import org.commissionledger.projection.catalogue.CatalogueQueries;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The catalogue: categories, providers, products, integrations. */
@RestController
class CatalogueController {

    private final Writes writes;
    private final CatalogueRequests requests;
    private final CatalogueQueries queries;

    CatalogueController(Writes writes, CatalogueRequests requests, CatalogueQueries queries) {
        this.writes = writes;
        this.requests = requests;
        this.queries = queries;
    }

    @PutMapping("/v1/categories/{categoryId}")
    ResponseEntity<String> putCategory(Caller caller, @PathVariable String categoryId, HttpServletRequest request) {
        return put(caller, request, requests.category(caller, categoryId, fields(request)));
    }

    @PutMapping("/v1/providers/{providerId}")
    ResponseEntity<String> putProvider(Caller caller, @PathVariable String providerId, HttpServletRequest request) {
        return put(caller, request, requests.provider(caller, providerId, fields(request)));
    }

    @PutMapping("/v1/products/{productId}")
    ResponseEntity<String> putProduct(Caller caller, @PathVariable String productId, HttpServletRequest request) {
        return put(caller, request, requests.product(caller, productId, fields(request)));
    }

    @PutMapping("/v1/integrations/{integrationId}")
    ResponseEntity<String> putIntegration(
            Caller caller, @PathVariable String integrationId, HttpServletRequest request) {
        return put(caller, request, requests.integration(caller, integrationId, fields(request)));
    }

    private static Fields fields(HttpServletRequest request) {
        return Writes.fields(Writes.body(request));
    }

    private ResponseEntity<String> put(Caller caller, HttpServletRequest request, CatalogueRequests.Entry entry) {
        return writes.put(caller, request, entry.drafting(), (result, receipt) -> Answer.ok(entry.view()));
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
