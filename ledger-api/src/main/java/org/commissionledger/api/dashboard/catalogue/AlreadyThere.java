package org.commissionledger.api.dashboard.catalogue;

import org.commissionledger.api.dashboard.Form;
import org.commissionledger.api.web.Caller;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.rejection.Rejection;

/** Whoever fills in a form for something new does not mean what has that identifier already. */
final class AlreadyThere extends Rejection.Conflict {

    private AlreadyThere(String kind, String id) {
        super(
                "catalogue.already-there",
                "There is the " + kind + " " + id
                        + " already. Choose another identifier, or change that one where it is listed.");
    }

    /** The command, unless the form says that it makes something new, and it is there. */
    static Drafting unless(Entries entries, Caller caller, String kind, Form form, String id, Drafting command) {
        boolean makes = form.value("create") != null;
        return () -> {
            if (makes && entries.find(caller, kind, id, null).isPresent()) {
                throw new AlreadyThere(kind, id);
            }
            return command.draft();
        };
    }
}
