package org.commissionledger.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.projection.journal.JournalProjection;
import org.commissionledger.projection.journal.JournalQueries;
import org.commissionledger.projection.journal.JournalQueries.Balance;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The journal over HTTP. */
@RestController
class JournalController {

    private final JournalQueries queries;

    JournalController(JournalQueries queries) {
        this.queries = queries;
    }

    /** @param sums by currency; zero in each, always */
    record TrialBalance(List<Balance> accounts, Map<String, BigInteger> sums) {}

    @GetMapping("/v1/journal/trial-balance")
    @ReadsProjection(JournalProjection.NAME)
    TrialBalance trialBalance(Caller caller, HttpServletRequest request) {
        new Query(request).done();
        List<Balance> accounts = queries.balances(caller.organisation().value());
        Map<String, BigInteger> sums = new TreeMap<>();
        accounts.forEach(a -> sums.merge(a.currency(), a.balance(), BigInteger::add));
        return new TrialBalance(accounts, sums);
    }
}
