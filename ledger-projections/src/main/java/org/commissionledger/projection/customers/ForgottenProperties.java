package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.projection.engine.Columns;

/** Keeps nothing that was noted beside an event of somebody who was forgotten, whichever of the two comes first. */
final class ForgottenProperties {

    private ForgottenProperties() {}

    /** @param customers of whom something was just written; who of them is forgotten is looked up */
    // Grain: entry of a forgotten customer, or of an id that was merged into one. Index: customer_pk, customer_merged,
    // entry_pk.
    static void purge(Connection connection, String schema, Set<StreamId> customers) throws SQLException {
        Columns.of(customers)
                .text(s -> s.organisation().value())
                .text(s -> s.stream().substring("customer/".length()))
                .execute(connection, """
                        with forgotten as (
                            select distinct known.organisation, known.customer_id, known.number
                              from :rows as b(organisation, customer_id)
                              join %1$s.customer c using (organisation, customer_id)
                              join %1$s.customer known on known.organisation = c.organisation
                               and known.customer_id = coalesce(c.merged_into, c.customer_id)
                             where known.erased
                        ), theirs as (
                            select * from forgotten
                            union all
                            select c.organisation, c.customer_id, c.number from forgotten f
                              join %1$s.customer c on c.organisation = f.organisation and c.merged_into = f.customer_id
                        )
                        update %1$s.entry e set properties = null from theirs
                         where e.organisation = theirs.organisation and e.number = theirs.number
                           and e.properties is not null""".formatted(schema));
    }
}
