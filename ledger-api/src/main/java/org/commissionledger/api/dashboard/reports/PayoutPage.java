package org.commissionledger.api.dashboard.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.commissionledger.api.dashboard.Actors;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.LiveUpdate;
import org.commissionledger.api.dashboard.reports.PayoutStory.Story;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Query;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.UnknownPayout;
import org.commissionledger.projection.payouts.PayoutQueries;
import org.commissionledger.projection.payouts.PayoutQueries.LineRow;
import org.commissionledger.projection.payouts.PayoutsProjection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** One payout: where it stands, who did what with it, and what it has of which order. */
@Controller
class PayoutPage {

    private static final int PAGE = 50;
    private static final String LINES = "dashboard/payout-lines";

    private final PayoutQueries queries;
    private final PayoutStory stories;
    private final Actors actors;
    private final LiveUpdate live;

    PayoutPage(PayoutQueries queries, PayoutStory stories, Actors actors, LiveUpdate live) {
        this.queries = queries;
        this.stories = stories;
        this.actors = actors;
        this.live = live;
    }

    @GetMapping("/dashboard/reports/payouts/{payoutId}")
    String payout(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            @PathVariable String payoutId,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        String cursor = query.cursor();
        query.text("asOf");
        live.awaitWritten(query, List.of(PayoutsProjection.NAME));
        query.done();
        Story story = story(caller, payoutId, page.asOfEnd());
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("story", story);
        model.addAttribute("names", actors.of(caller.organisation()));
        model.addAttribute(
                "moves",
                page.asOf() == null && page.may("POST", "/dashboard/reports/payouts")
                        ? PayoutMove.from(story.state().status())
                        : List.of());
        model.addAttribute("address", new Address(page));
        model.addAttribute("key", UuidV7.next().toString());
        lines(caller, payoutId, cursor, model);
        return "dashboard/payout";
    }

    private Story story(Caller caller, String payoutId, @Nullable Instant end) {
        if (!Identifiers.isValid(payoutId)) {
            throw new UnknownPayout();
        }
        return stories.tell(caller.organisation(), new PayoutId(payoutId), end).orElseThrow(UnknownPayout::new);
    }

    /** What was gathered never changes, so that there is nothing to be asked of a past day. */
    private void lines(Caller caller, String payoutId, @Nullable String cursor, Model model) {
        String after = Cursor.read(LINES, cursor, 1).map(List::getFirst).orElse("");
        List<LineRow> rows = queries.lines(caller.organisation().value(), payoutId, null, after, PAGE + 1);
        Page<LineRow> shown = Page.of(rows, PAGE, Function.identity(), last -> Cursor.of(LINES, last.orderId()));
        model.addAttribute("lines", shown.data());
        model.addAttribute("next", shown.page().next());
    }
}
