package org.commissionledger.api.dashboard;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.FieldError;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Refused;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.rejection.Rejection;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the buttons do: one command of the ledger, after which the next page already shows it. */
@Component
public class Actions {

    private final Ledger ledger;
    private final MinPosition projections;
    private final Clock clock;

    Actions(Ledger ledger, MinPosition projections, Clock clock) {
        this.ledger = ledger;
        this.projections = projections;
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /**
     * Gives one command in the reader's name.
     *
     * @param shownBy the projections that the next page reads
     * @return what the command came to
     * @throws Rejection when it is refused, and then only
     */
    public Object execute(Caller caller, Drafting drafting, String... shownBy) {
        Reply reply = ledger.execute(caller.context(null, null), drafting, null);
        if (!(reply instanceof Reply.Fresh fresh)) {
            throw new IllegalStateException("a command without a key cannot be repeated");
        }
        if (fresh.result().refusal() != null) {
            throw fresh.result().refusal();
        }
        projections.awaitForPage(fresh.receipt().position(), List.of(shownBy));
        return Objects.requireNonNull(fresh.result().value());
    }

    /** What a form wants; may refuse. */
    @FunctionalInterface
    public interface Wish {
        void carryOut();
    }

    /**
     * Carries out what a form wants, and leads on: the next page says that it was done, or why not.
     *
     * @param to the path of the next page
     * @param done what it says when all went well
     */
    public static String lead(RedirectAttributes told, String to, String done, Wish wish) {
        try {
            wish.carryOut();
            told.addFlashAttribute("done", done);
        } catch (Rejection e) {
            told.addFlashAttribute("refused", e.detail());
        } catch (Refused e) {
            told.addFlashAttribute("refused", e.detail());
        } catch (BadRequest e) {
            told.addFlashAttribute("refused", why(e));
        }
        return "redirect:" + to;
    }

    /** In one sentence for people. */
    public static String why(BadRequest e) {
        return e.errors().stream()
                .findFirst()
                .map((FieldError error) -> Formats.words(error.field()) + ": " + error.detail())
                .orElse(e.detail());
    }
}
