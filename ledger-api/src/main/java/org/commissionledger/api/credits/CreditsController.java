package org.commissionledger.api.credits;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.commissionledger.account.AccountId;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.Movement;
import org.commissionledger.projection.credits.CreditQueries;
import org.commissionledger.projection.credits.CreditsProjection;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Top-ups and holds: record, withdraw, reserve, use, give back. */
@RestController
class CreditsController {

    private final Writes writes;
    private final CreditRequests requests;
    private final Accounts accounts;
    private final CreditQueries queries;
    private final Clock clock;

    CreditsController(Writes writes, CreditRequests requests, Accounts accounts, CreditQueries queries, Clock clock) {
        this.writes = writes;
        this.requests = requests;
        this.accounts = accounts;
        this.queries = queries;
        this.clock = clock;
    }

    /** Reads the fields of a body into a command. */
    @FunctionalInterface
    private interface Reading {
        Drafting read(AccountId account, Fields fields);
    }

    private ResponseEntity<String> post(
            Caller caller, String accountId, HttpServletRequest request, Reading reading, Told told) {
        byte[] body = Writes.body(request);
        Drafting drafting = reading.read(Accounts.existing(accountId), Writes.fields(body));
        return writes.post(caller, request, body, drafting, (result, receipt) -> told.answer(result));
    }

    /** What the client hears of what its command came to. */
    @FunctionalInterface
    interface Told {
        Answer answer(Result result);
    }

    /** 201 for what is new, 200 for the same again. */
    static Told madeOrSame(Function<Movement, Object> view) {
        return result -> result.changed()
                ? new Answer(201, null, view.apply(movement(result)))
                : Answer.ok(view.apply(movement(result)));
    }

    private static Told done(Function<Movement, Object> view) {
        return result -> Answer.ok(view.apply(movement(result)));
    }

    static Movement movement(Result result) {
        if (result.value() instanceof Movement movement) {
            return movement;
        }
        throw new IllegalStateException("a command that moves credit answers with a movement");
    }

    @PostMapping("/v1/accounts/{accountId}/top-ups")
    ResponseEntity<String> topUp(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        return post(
                caller,
                accountId,
                request,
                (account, fields) -> requests.topUp(caller, account, fields),
                madeOrSame(m -> TopUpView.of((CreditToppedUp) m.event(), m.figures())));
    }

    @PostMapping("/v1/accounts/{accountId}/top-ups/{topUpId}/void")
    ResponseEntity<String> voidTopUp(
            Caller caller, @PathVariable String accountId, @PathVariable String topUpId, HttpServletRequest request) {
        return post(
                caller,
                accountId,
                request,
                (account, fields) -> requests.voidTopUp(caller, account, CreditRequests.existingTopUp(topUpId), fields),
                done(m -> VoidedView.of((TopUpVoided) m.event(), m.figures())));
    }

    @PostMapping("/v1/accounts/{accountId}/holds")
    ResponseEntity<String> hold(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        return post(caller, accountId, request, (account, fields) -> requests.hold(caller, account, fields), result -> {
            CreditHeld held = (CreditHeld) movement(result).event();
            CreditFigures figures = movement(result).figures();
            String state = result.changed() ? "OPEN" : null;
            return new Answer(
                    result.changed() ? 201 : 200,
                    null,
                    HoldView.of(held.account(), held.hold(), state, held.at(), figures));
        });
    }

    @PostMapping("/v1/accounts/{accountId}/holds/{holdId}/capture")
    ResponseEntity<String> capture(
            Caller caller, @PathVariable String accountId, @PathVariable String holdId, HttpServletRequest request) {
        return post(
                caller,
                accountId,
                request,
                (account, fields) -> requests.capture(caller, account, CreditRequests.existingHold(holdId), fields),
                done(m -> UsageView.of((Used) m.event(), m.figures())));
    }

    @PostMapping("/v1/accounts/{accountId}/holds/{holdId}/release")
    ResponseEntity<String> release(
            Caller caller, @PathVariable String accountId, @PathVariable String holdId, HttpServletRequest request) {
        return post(
                caller,
                accountId,
                request,
                (account, fields) -> requests.release(caller, account, CreditRequests.existingHold(holdId), fields),
                done(m -> {
                    HoldReleased released = (HoldReleased) m.event();
                    return HoldView.of(released.account(), released.hold(), "RELEASED", released.at(), m.figures());
                }));
    }

    @GetMapping("/v1/accounts/{accountId}/top-ups")
    @ReadsProjection(CreditsProjection.NAME)
    Page<TopUpView> topUps(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        Query query = new Query(request);
        Paging paging = Paging.last(query, "top-ups", 1);
        accounts.require(caller, accountId);
        return paging.page(
                queries.topUps(
                        caller.organisation().value(), accountId, clock.instant(), before(paging), paging.oneMore()),
                row -> TopUpView.of(accountId, row),
                row -> List.of(Long.toString(row.position())));
    }

    @GetMapping("/v1/accounts/{accountId}/holds")
    @ReadsProjection(CreditsProjection.NAME)
    Page<HoldView> holds(Caller caller, @PathVariable String accountId, HttpServletRequest request) {
        Query query = new Query(request);
        Paging paging = Paging.last(query, "holds", 1);
        accounts.require(caller, accountId);
        return paging.page(
                queries.holds(
                        caller.organisation().value(), accountId, clock.instant(), before(paging), paging.oneMore()),
                row -> HoldView.of(accountId, row),
                row -> List.of(Long.toString(row.position())));
    }

    private static @Nullable Long before(Paging paging) {
        return paging.place().map(parts -> Long.valueOf(parts.getFirst())).orElse(null);
    }
}
