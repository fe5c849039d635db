package org.commissionledger.api.credits;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.credit.DiscountDrafts;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountState;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.discount.UnknownDiscount;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.projection.credits.CreditsProjection;
import org.commissionledger.projection.credits.DiscountQueries;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Discounts: grant, change, revoke, list. */
@RestController
class DiscountsController {

    private final Writes writes;
    private final DiscountDrafts drafts;
    private final DiscountQueries queries;
    private final Clock clock;

    DiscountsController(Writes writes, DiscountDrafts drafts, DiscountQueries queries, Clock clock) {
        this.writes = writes;
        this.drafts = drafts;
        this.queries = queries;
        this.clock = clock;
    }

    @PutMapping("/v1/discounts/{discountId}")
    ResponseEntity<String> put(Caller caller, @PathVariable String discountId, HttpServletRequest request) {
        DiscountId id = new DiscountId(Accounts.valid("discountId", discountId));
        Discount discount = DiscountRequests.read(id, Writes.fields(Writes.body(request)));
        Instant now = clock.instant();
        return writes.put(
                caller,
                request,
                drafts.put(caller.organisation(), discount, now),
                (result, receipt) -> Answer.ok(DiscountView.of(granted(result), now)));
    }

    private static GrantedDiscount granted(Result result) {
        if (result.value() instanceof GrantedDiscount granted) {
            return granted;
        }
        throw new IllegalStateException("a command on a discount answers with the discount");
    }

    @PostMapping("/v1/discounts/{discountId}/revoke")
    ResponseEntity<String> revoke(Caller caller, @PathVariable String discountId, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Writes.fields(body).done();
        Instant now = clock.instant();
        return writes.post(
                caller,
                request,
                body,
                drafts.revoke(caller.organisation(), existing(discountId), now),
                (result, receipt) -> Answer.ok(DiscountView.of(granted(result), now)));
    }

    /** To the ledger an identifier that cannot be is one that does not exist. */
    private static DiscountId existing(String discountId) {
        if (!Identifiers.isValid(discountId)) {
            throw new UnknownDiscount();
        }
        return new DiscountId(discountId);
    }

    @GetMapping("/v1/discounts/{discountId}")
    @ReadsProjection(CreditsProjection.NAME)
    DiscountView get(Caller caller, @PathVariable String discountId, HttpServletRequest request) {
        new Query(request).done();
        return queries.find(caller.organisation().value(), discountId, clock.instant())
                .map(DiscountView::of)
                .orElseThrow(UnknownDiscount::new);
    }

    @GetMapping("/v1/discounts")
    @ReadsProjection(CreditsProjection.NAME)
    Page<DiscountView> list(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        DiscountQueries.Filter filter = new DiscountQueries.Filter(
                query.id("accountId"),
                query.id("partnerId"),
                query.id("productId"),
                query.oneOf("state", DiscountState.values()));
        Paging paging = Paging.last(query, "discounts", 1);
        return paging.page(
                queries.list(caller.organisation().value(), filter, clock.instant(), paging.after(), paging.oneMore()),
                DiscountView::of,
                row -> List.of(row.discount().discountId().value()));
    }
}
