package org.commissionledger.api.periods;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.period.Period;
import org.commissionledger.period.PeriodCommand;
import org.commissionledger.period.PeriodCommand.ClosePeriod;
import org.commissionledger.period.PeriodEvent.PeriodClosed;
import org.commissionledger.projection.period.PeriodQueries;
import org.commissionledger.projection.period.PeriodQueries.ClosedPeriod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Months that are closed. The list is read from the history, so it is never behind. */
@RestController
class PeriodsController {

    private final Writes writes;
    private final PeriodQueries queries;
    private final Clock clock;

    PeriodsController(Writes writes, PeriodQueries queries, Clock clock) {
        this.writes = writes;
        this.queries = queries;
        this.clock = clock;
    }

    /** A month that was just closed. */
    private record Closed(String period, String closedBy, Instant closedAt) {}

    @PostMapping("/v1/periods/{period}/close")
    ResponseEntity<String> close(Caller caller, @PathVariable String period, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        if (!Period.isValid(period)) {
            throw BadRequest.field("period", "request.invalid-value", "A month such as 2011-03 is expected.");
        }
        Period month = new Period(period);
        ClosePeriod command = new ClosePeriod(
                PeriodCommand.stream(caller.organisation(), month), month, caller.clientId(), clock.instant());
        return writes.post(
                caller, request, body, () -> Draft.of(command), (result, receipt) -> Answer.ok(closed(result)));
    }

    private static Closed closed(Result result) {
        if (result.value() instanceof PeriodClosed event) {
            return new Closed(event.period().value(), event.closedBy(), event.at());
        }
        throw new IllegalStateException("closing a month answers with its closing");
    }

    @GetMapping("/v1/periods")
    Page<ClosedPeriod> list(Caller caller, HttpServletRequest request) {
        Paging paging = Paging.last(new Query(request), "periods", 1);
        return paging.page(
                queries.list(caller.organisation().value(), paging.after(), paging.oneMore()),
                period -> period,
                period -> List.of(period.period()));
    }
}
