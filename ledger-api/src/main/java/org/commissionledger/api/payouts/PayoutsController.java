package org.commissionledger.api.payouts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.commissionledger.api.web.Amount;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Grouping;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.Receipt;
import org.commissionledger.order.OrderId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.payee.PayeeBook;
import org.commissionledger.payout.PayoutBook;
import org.commissionledger.payout.PayoutCommand;
import org.commissionledger.payout.PayoutCommand.CancelPayout;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.PayoutOutdated;
import org.commissionledger.payout.PayoutState;
import org.commissionledger.payout.PayoutStatus;
import org.commissionledger.payout.UnknownPayout;
import org.commissionledger.projection.payouts.PayoutDrafting;
import org.commissionledger.projection.payouts.PayoutDrafting.Wish;
import org.commissionledger.projection.payouts.PayoutQueries;
import org.commissionledger.projection.payouts.PayoutQueries.LineRow;
import org.commissionledger.projection.payouts.PayoutRow;
import org.commissionledger.projection.payouts.PayoutsProjection;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Payouts: gather, approve, settle, fail, cancel, read. */
@RestController
class PayoutsController {

    private final Writes writes;
    private final Catalogue catalogue;
    private final PayoutDrafting drafting;
    private final PayoutBook book;
    private final PayeeBook payee;
    private final PayoutQueries queries;
    private final Clock clock;

    PayoutsController(
            Writes writes,
            Catalogue catalogue,
            PayoutDrafting drafting,
            PayoutBook book,
            PayeeBook payee,
            PayoutQueries queries,
            Clock clock) {
        this.writes = writes;
        this.catalogue = catalogue;
        this.drafting = drafting;
        this.book = book;
        this.payee = payee;
        this.queries = queries;
        this.clock = clock;
    }

    @PostMapping({"/v1/payouts", "/dashboard/reports/payouts"})
    ResponseEntity<String> draft(Caller caller, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Wish wish = PayoutRequests.wish(caller, Writes.fields(body), clock.instant());
        boolean details = payee.isKnown(caller.organisation());
        return writes.post(
                caller,
                request,
                body,
                () -> draft(caller.organisation(), wish),
                (result, receipt) ->
                        Answer.created("/v1/payouts/" + wish.payoutId(), PayoutView.of(state(result), details)));
    }

    /** A provider that is not there is a mistake rather than one with nothing to pay. */
    private Draft draft(OrganisationId organisation, Wish wish) {
        if (wish.providerId() != null) {
            catalogue.requireProvider(organisation, wish.providerId());
        }
        return drafting.draft(organisation, wish);
    }

    private static PayoutState state(Result result) {
        if (result.value() instanceof PayoutState state) {
            return state;
        }
        throw new IllegalStateException("a command on a payout answers with the payout");
    }

    private BiFunction<Result, Receipt, Answer> changed(Caller caller) {
        boolean details = payee.isKnown(caller.organisation());
        return (result, receipt) -> Answer.ok(PayoutView.of(state(result), details));
    }

    @PostMapping({"/v1/payouts/{payoutId}/approve", "/dashboard/reports/payouts/{payoutId}/approve"})
    ResponseEntity<String> approve(Caller caller, @PathVariable String payoutId, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        PayoutId id = PayoutRequests.existing(payoutId);
        Instant now = clock.instant();
        return group(caller, request, body, again -> book.approve(caller.organisation(), id, caller.clientId(), now));
    }

    @PostMapping({"/v1/payouts/{payoutId}/settle", "/dashboard/reports/payouts/{payoutId}/settle"})
    ResponseEntity<String> settle(Caller caller, @PathVariable String payoutId, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        PayoutRequests.News news = PayoutRequests.settled(Writes.fields(body), clock.instant());
        PayoutId id = PayoutRequests.existing(payoutId);
        return group(caller, request, body, again -> book.settle(caller.organisation(), id, news.text(), news.at()));
    }

    @PostMapping({"/v1/payouts/{payoutId}/fail", "/dashboard/reports/payouts/{payoutId}/fail"})
    ResponseEntity<String> fail(Caller caller, @PathVariable String payoutId, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        PayoutRequests.News news = PayoutRequests.failed(Writes.fields(body), clock.instant());
        PayoutId id = PayoutRequests.existing(payoutId);
        return group(caller, request, body, again -> book.fail(caller.organisation(), id, news.text(), news.at()));
    }

    private ResponseEntity<String> group(Caller caller, HttpServletRequest request, byte[] body, Grouping grouping) {
        new Query(request).done();
        byte[] fingerprint = IdempotencyKey.fingerprint(request).digest(body);
        return writes.postGroup(caller, request, fingerprint, grouping, PayoutsController::decisive, changed(caller));
    }

    /** The payout's own refusal, or one that names all the orders that are not as they were. */
    private static Result decisive(List<Result> results) {
        Result own = results.getFirst();
        List<OrderId> outdated = results.stream()
                .map(Result::refusal)
                .filter(PayoutOutdated.class::isInstance)
                .flatMap(refusal -> ((PayoutOutdated) refusal).orders().stream())
                .toList();
        return own.refusal() != null || outdated.isEmpty()
                ? own
                : new Result(null, new PayoutOutdated(outdated), false);
    }

    @PostMapping({"/v1/payouts/{payoutId}/cancel", "/dashboard/reports/payouts/{payoutId}/cancel"})
    ResponseEntity<String> cancel(Caller caller, @PathVariable String payoutId, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        PayoutId id = PayoutRequests.existing(payoutId);
        CancelPayout command = new CancelPayout(PayoutCommand.stream(caller.organisation(), id), clock.instant());
        return writes.post(caller, request, body, () -> Draft.of(command), changed(caller));
    }

    @GetMapping("/v1/payouts/{payoutId}")
    @ReadsProjection(PayoutsProjection.NAME)
    PayoutView get(Caller caller, @PathVariable String payoutId, HttpServletRequest request) {
        new Query(request).done();
        return PayoutView.of(find(caller, payoutId), payee.isKnown(caller.organisation()));
    }

    private PayoutRow find(Caller caller, String payoutId) {
        return queries.find(caller.organisation().value(), payoutId).orElseThrow(UnknownPayout::new);
    }

    @GetMapping("/v1/payouts")
    @ReadsProjection(PayoutsProjection.NAME)
    Page<PayoutView> list(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        String state = query.oneOf("state", PayoutStatus.values());
        String provider = query.id("providerId");
        Paging paging = Paging.last(query, "payouts", 1);
        long before = paging.place().map(p -> Long.parseLong(p.getFirst())).orElse(Long.MAX_VALUE);
        boolean details = payee.isKnown(caller.organisation());
        return paging.page(
                queries.list(caller.organisation().value(), before, state, provider, paging.oneMore()),
                row -> PayoutView.of(row, details),
                row -> List.of(Long.toString(row.number())));
    }

    /** What a payout has of one order. */
    record LineView(String orderId, String providerId, Amount amount) {
        static LineView of(LineRow row) {
            return new LineView(row.orderId(), row.providerId(), Amount.of(row.amount()));
        }
    }

    @GetMapping("/v1/payouts/{payoutId}/lines")
    @ReadsProjection(PayoutsProjection.NAME)
    Page<LineView> lines(Caller caller, @PathVariable String payoutId, HttpServletRequest request) {
        Query query = new Query(request);
        String currency = query.id("currency");
        Paging paging = Paging.last(query, "payout lines", 1);
        find(caller, payoutId);
        return paging.page(
                queries.lines(caller.organisation().value(), payoutId, currency, paging.after(), paging.oneMore()),
                LineView::of,
                row -> List.of(row.orderId()));
    }
}
