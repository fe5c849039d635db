package org.commissionledger.eventstore;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings a database up to date. Every feature keeps its migrations beside its code; their versions are counted in one row over the
 * whole product.
 */
public final class Migrations {

    private Migrations() {}

    /**
     * @param owner a login that may create schemas; it owns the history
     * @param serviceRole the role that the service works as, which may only add to the history; the owner itself where a database
     *     is given with a single login
     */
    public static void run(DataSource owner, String serviceRole) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner)
                .schemas("ledger")
                .locations("classpath:org/commissionledger")
                .placeholders(Map.of("service_role", serviceRole))
                .load()
                .migrate();
    }
}
