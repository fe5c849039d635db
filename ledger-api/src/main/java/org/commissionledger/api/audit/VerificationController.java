package org.commissionledger.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.proof.Finding;
import org.commissionledger.proof.Findings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Verification on request. Whoever wants to know anew asks under a new key. */
@RestController
class VerificationController {

    private final Verification verification;
    private final ProjectionsCheck projections;
    private final Writes writes;

    VerificationController(Verification verification, ProjectionsCheck projections, Writes writes) {
        this.verification = verification;
        this.projections = projections;
        this.writes = writes;
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
    ResponseEntity<String> verify(Caller caller, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        return writes.postWork(caller, request, body, () -> Answer.ok(verify(caller, (events, of) -> {})));
    }

    private Report verify(Caller caller, Verification.Progress reached) {
        Findings findings = new Findings();
        long events = verification.history(caller.organisation(), findings, reached);
        projections.check(caller.organisation(), findings);
        return new Report(
                findings.areNone(),
                events,
                findings.all().stream().map(FindingView::of).toList());
    }

    private record Reached(long events, long of) {}

    private record Told(String detail) {}

    /** The same for a page that shows how far it has got: JSON, a line a thousand events, the report last. */
    @PostMapping("/dashboard/audit/verify")
    void verify(Caller caller, HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        OutputStream out = response.getOutputStream();
        try {
            write(out, verify(caller, (events, of) -> tell(out, new Reached(events, of))));
        } catch (Refused e) {
            write(out, new Told(e.detail()));
        }
    }

    private static void tell(OutputStream out, Reached reached) {
        try {
            write(out, reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the reader has gone
        }
    }

    private static void write(OutputStream out, Object line) throws IOException {
        out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
