package org.commissionledger.api.testing;

import java.util.List;
import java.util.Map;

/** While it is open, the customers' projection cannot take what an organisation's customers do when it is called {@code TRAP}. */
public final class Trap implements AutoCloseable {

    private static final String ENTRIES = "alter table ledger_customers.entry ";

    private final TestService service;
    private final TestOrganisation organisation;

    public Trap(TestService service, TestOrganisation organisation) {
        this.service = service;
        this.organisation = organisation;
        service.database()
                .asOwner(ENTRIES + "add constraint trap check (organisation <> '" + organisation.id()
                        + "' or type <> 'TRAP') not valid");
    }

    /** Something that will be parked. */
    public void spring() {
        organisation
                .admin()
                .post("/v1/customers/trapped/events", Map.of("events", List.of(Map.of("type", "TRAP"))))
                .expect(200);
    }

    @Override
    public void close() {
        service.database().asOwner(ENTRIES + "drop constraint if exists trap");
    }
}
