package org.commissionledger.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.Query;
import org.commissionledger.proof.Finding;
import org.commissionledger.proof.Findings;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Verification on request. It changes nothing, so that asking again is asking anew, whatever the key. */
@RestController
class VerificationController {

    private final Verification verification;
    private final ProjectionsCheck projections;

    VerificationController(Verification verification, ProjectionsCheck projections) {
        this.verification = verification;
        this.projections = projections;
    }

    /** @param ledgerSequence left out where a finding has no place in the history */
    record FindingView(String code, @Nullable Long ledgerSequence, String detail) {

        static FindingView of(Finding finding) {
            return new FindingView(finding.code().toString(), finding.ledgerSequence(), finding.detail());
        }
    }

    /** @param events of the organisation, all of which were gone through */
    record Report(boolean verified, long events, List<FindingView> findings) {}

    @PostMapping("/v1/audit/verify")
    Report verify(Caller caller, HttpServletRequest request) {
        new Query(request).done();
        IdempotencyKey.require(request);
        Findings findings = new Findings();
        long events = verification.history(caller.organisation(), findings);
        projections.check(caller.organisation(), findings);
        return new Report(
                findings.areNone(),
                events,
                findings.all().stream().map(FindingView::of).toList());
    }
}
