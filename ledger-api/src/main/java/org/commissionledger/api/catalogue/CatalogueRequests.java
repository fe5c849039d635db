package org.commissionledger.api.catalogue;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Understands what is to stand in the catalogue. */
@Component
public class CatalogueRequests {

    private static final int NAME = 200;
    private static final int MOST_PRODUCTS = 10_000;

    private final Catalogue catalogue;
    private final Clock clock;

    CatalogueRequests(Catalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** @param view the entry as the API shows it */
    public record Entry(Drafting drafting, Object view) {}

    public Entry category(Caller caller, String categoryId, Fields fields) {
        CategoryId id = new CategoryId(valid("categoryId", categoryId));
        String name = fields.requiredText("name", NAME);
        fields.done();
        DefineCategory command = new DefineCategory(
                CatalogueCommand.categoryStream(caller.organisation(), id), id, name, clock.instant());
        return new Entry(() -> Draft.of(command), view("categoryId", id.value(), name));
    }

    public Entry provider(Caller caller, String providerId, Fields fields) {
        ProviderId id = new ProviderId(valid("providerId", providerId));
        String name = fields.requiredText("name", NAME);
        fields.done();
        DefineProvider command = new DefineProvider(
                CatalogueCommand.providerStream(caller.organisation(), id), id, name, clock.instant());
        return new Entry(() -> Draft.of(command), view("providerId", id.value(), name));
    }

    public Entry product(Caller caller, String productId, Fields fields) {
        ProductId id = new ProductId(valid("productId", productId));
        String name = fields.requiredText("name", NAME);
        CategoryId category = fields.requiredId("categoryId", CategoryId::new);
        ProviderId provider = fields.requiredId("providerId", ProviderId::new);
        CommissionPlan plan = Plans.read(fields.object("commissionPlan"));
        fields.done();
        if (category == null || provider == null) {
            throw new IllegalStateException("checked above");
        }
        Instant at = clock.instant();
        OrganisationId organisation = caller.organisation();
        Drafting drafting = () -> new Draft(
                new DefineProduct(
                        CatalogueCommand.productStream(organisation, id), id, name, category, provider, plan, at),
                catalogue.requireForProduct(organisation, category, provider));
        return new Entry(drafting, new ProductView(id, name, category, provider, plan));
    }

    /** Its plan is declared as one, so that it is written with its {@code type}. */
    private record ProductView(
            ProductId productId,
            String name,
            CategoryId categoryId,
            ProviderId providerId,
            @Nullable CommissionPlan commissionPlan) {}

    public Entry integration(Caller caller, String integrationId, Fields fields) {
        IntegrationId id = new IntegrationId(valid("integrationId", integrationId));
        String name = fields.requiredText("name", NAME);
        Channel channel = fields.requiredOneOf("channel", Channel.class, Arrays.asList(Channel.values()));
        List<ProductId> given = fields.ids("productIds", ProductId::new, MOST_PRODUCTS);
        Boolean active = fields.flag("active");
        fields.done();
        if (channel == null) {
            throw new IllegalStateException("checked above");
        }
        List<ProductId> products = given == null ? List.of() : given;
        boolean isActive = active == null || active;
        Map<String, Object> view = view("integrationId", id.value(), name);
        view.put("channel", channel);
        view.put("productIds", products);
        view.put("active", isActive);
        Instant at = clock.instant();
        OrganisationId organisation = caller.organisation();
        Drafting drafting = () -> new Draft(
                new DefineIntegration(
                        CatalogueCommand.integrationStream(organisation, id),
                        id,
                        name,
                        channel,
                        products,
                        isActive,
                        at),
                catalogue.requireProducts(organisation, products));
        return new Entry(drafting, view);
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
}
