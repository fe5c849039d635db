package org.commissionledger.catalogue;

import org.commissionledger.rejection.Rejection;

/** A request refers to a catalogue entry that does not exist: {@code catalogue.unknown-product} and its like. */
public final class UnknownCatalogueEntry extends Rejection.Unprocessable {

    private UnknownCatalogueEntry(String kind, String id) {
        super("catalogue.unknown-" + kind, "There is no " + kind + " " + id + ".");
    }

    static UnknownCatalogueEntry category(CategoryId id) {
        return new UnknownCatalogueEntry("category", id.value());
    }

    static UnknownCatalogueEntry provider(ProviderId id) {
        return new UnknownCatalogueEntry("provider", id.value());
    }

    static UnknownCatalogueEntry product(ProductId id) {
        return new UnknownCatalogueEntry("product", id.value());
    }

    static UnknownCatalogueEntry integration(IntegrationId id) {
        return new UnknownCatalogueEntry("integration", id.value());
    }
}
