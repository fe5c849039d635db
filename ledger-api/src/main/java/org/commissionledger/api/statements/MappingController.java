package org.commissionledger.api.statements;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.projection.statements.StatementQueries;
import org.commissionledger.projection.statements.StatementsProjection;
import org.commissionledger.statement.ColumnMapping;
import org.commissionledger.statement.StatementDrafts;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the statements of a provider are read. */
@RestController
class MappingController {

    private final Writes writes;
    private final StatementDrafts drafts;
    private final StatementQueries queries;
    private final Clock clock;

    MappingController(Writes writes, StatementDrafts drafts, StatementQueries queries, Clock clock) {
        this.writes = writes;
        this.drafts = drafts;
        this.queries = queries;
        this.clock = clock;
    }

    @GetMapping("/v1/providers/{providerId}/statement-mapping")
    @ReadsProjection(StatementsProjection.NAME)
    ColumnMapping get(Caller caller, @PathVariable String providerId, HttpServletRequest request) {
        new Query(request).done();
        return queries.mapping(caller.organisation().value(), providerId).orElseThrow(MappingController::unknown);
    }

    private static Refused unknown() {
        return Refused.notFound(
                "statement.no-mapping", "Nothing is remembered of how this provider writes statements.");
    }

    @PutMapping("/v1/providers/{providerId}/statement-mapping")
    ResponseEntity<String> put(Caller caller, @PathVariable String providerId, HttpServletRequest request) {
        ColumnMapping mapping = MappingRequests.read(Writes.fields(Writes.body(request)));
        if (!Identifiers.isValid(providerId)) {
            throw unknown();
        }
        return writes.put(
                caller,
                request,
                drafts.mapping(caller.organisation(), new ProviderId(providerId), mapping, clock.instant()),
                (result, receipt) -> Answer.ok(mapping));
    }
}
