package org.commissionledger.api.dashboard;

import java.util.List;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Json;
import org.commissionledger.projection.catalogue.CatalogueQueries;
import org.springframework.stereotype.Component;

/** What fields of a form offer while the reader types. */
@Component
public class Choices {

    /** A browser takes no longer over more; whoever has more types the identifier. */
    private static final int MOST = 500;

    private final CatalogueQueries catalogue;

    Choices(CatalogueQueries catalogue) {
        this.catalogue = catalogue;
    }

    public record Choice(String id, String name) {}

    /** @param kind {@code category}, {@code provider}, {@code product} or {@code integration} */
    public List<Choice> of(Caller caller, String kind) {
        return catalogue.list(caller.organisation().value(), kind, "", MOST).stream()
                .map(entry -> new Choice(
                        entry.id(),
                        Json.MAPPER.readTree(entry.body()).path("name").asString(entry.id())))
                .toList();
    }
}
