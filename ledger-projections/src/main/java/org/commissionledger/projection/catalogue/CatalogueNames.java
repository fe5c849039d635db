package org.commissionledger.projection.catalogue;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.commissionledger.catalogue.CatalogueEvent;
import org.commissionledger.catalogue.CatalogueEvent.CategoryDefined;
import org.commissionledger.catalogue.CatalogueEvent.IntegrationDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProductDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProviderDefined;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Select;

/** What the entries of the catalogue were called at the position of a report. Each is looked up once. */
public final class CatalogueNames {

    private final Reading reading;
    private final OrganisationId organisation;
    private final EventCodec codec;
    private final Map<String, String> known = new HashMap<>();

    public CatalogueNames(Reading reading, OrganisationId organisation, EventCodec codec) {
        this.reading = reading;
        this.organisation = organisation;
        this.codec = codec;
    }

    /** @param kind category, provider, product or integration */
    public String of(String kind, String id) throws SQLException {
        String stream = kind + "/" + id;
        String name = known.get(stream);
        if (name == null) {
            name = look(kind, id, stream);
            known.put(stream, name);
        }
        return name;
    }

    // Grain: one entry. Index: entry_pk; event_stream for one that was defined anew since.
    private String look(String kind, String id, String stream) throws SQLException {
        String[] found = {""};
        boolean[] since = new boolean[1];
        Select.of(
                        "select body->>'name', position from ledger_catalogue.entry"
                                + " where organisation = ? and kind = ? and id = ?",
                        organisation.value(),
                        kind,
                        id)
                .each(reading.connection(), row -> {
                    found[0] = row.getString(1);
                    since[0] = row.getLong(2) > reading.position();
                    return false;
                });
        if (since[0]) {
            before(stream, found);
        }
        return found[0];
    }

    private void before(String stream, String[] found) throws SQLException {
        Select.of(
                        "select type, revision, payload from ledger.event where organisation = ? and stream = ?"
                                + " and position <= ? order by stream_sequence desc limit 1",
                        organisation.value(),
                        stream,
                        reading.position())
                .each(reading.connection(), row -> {
                    found[0] = name((CatalogueEvent) codec.decode(row.getString(1), row.getInt(2), row.getString(3)));
                    return false;
                });
    }

    private static String name(CatalogueEvent event) {
        return switch (event) {
            case CategoryDefined e -> e.name();
            case ProviderDefined e -> e.name();
            case ProductDefined e -> e.name();
            case IntegrationDefined e -> e.name();
        };
    }
}
