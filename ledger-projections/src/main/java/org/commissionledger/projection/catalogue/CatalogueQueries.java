package org.commissionledger.projection.catalogue;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the catalogue. */
public final class CatalogueQueries {

    private final JdbcClient sql;

    public CatalogueQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** @param body the JSON text that the API shows */
    public record Entry(String id, String body) {}

    // Grain: one entry. Index: entry_pk.
    public Optional<String> find(String organisation, String kind, String id) {
        return sql.sql("select body::text from ledger_catalogue.entry where organisation = ? and kind = ? and id = ?")
                .params(organisation, kind, id)
                .query(String.class)
                .optional();
    }

    // Grain: one entry. Range: id behind after. Index: entry_pk.
    public List<Entry> list(String organisation, String kind, String after, int limit) {
        return sql.sql("select id, body::text from ledger_catalogue.entry"
                        + " where organisation = ? and kind = ? and id > ? order by id limit ?")
                .params(organisation, kind, after, limit)
                .query((r, n) -> new Entry(r.getString(1), r.getString(2)))
                .list();
    }

    /** One that a reader may choose. */
    public record Choice(String id, String name) {}

    /** Those whose identifier or name has {@code text} in it, however it is written. */
    // Grain: one entry; all of the kind are looked at, of which there are thousands at the most. Index: entry_pk.
    public List<Choice> search(String organisation, String kind, String text, int limit) {
        return sql.sql("select id, coalesce(body->>'name', id) as name from ledger_catalogue.entry"
                        + " where organisation = ? and kind = ?"
                        + " and (position(lower(?) in lower(id)) > 0 or position(lower(?) in lower(body->>'name')) > 0)"
                        + " order by id limit ?")
                .params(organisation, kind, text, text, limit)
                .query((r, n) -> new Choice(r.getString(1), r.getString(2)))
                .list();
    }
}
