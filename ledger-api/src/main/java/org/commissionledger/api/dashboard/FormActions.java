package org.commissionledger.api.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.FieldError;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Refused;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Keyed;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.Sha256;
import org.commissionledger.rejection.Rejection;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Carries out what a form asks for, once: each form holds a key of its own, so that a second click or a reload changes nothing. The page that
 * follows shows what was done, because the projections are waited for.
 */
@Component
public class FormActions {

    /** The hidden field that holds the form's key. */
    private static final String KEY = "key";

    private final Ledger ledger;
    private final MinPosition minPosition;

    FormActions(Ledger ledger, MinPosition minPosition) {
        this.ledger = ledger;
        this.minPosition = minPosition;
    }

    /** What became of a form. */
    public sealed interface Outcome {
        /** It was done now. */
        record Done() implements Outcome {}

        /** It was done when the same form came first. */
        record DoneBefore() implements Outcome {}

        /** It was not done. */
        record Refused(String why) implements Outcome {}
    }

    /**
     * Does it, and has the next page say so, or say why not.
     *
     * @param done what to say when it was done
     * @param command understands the form; what is wrong with it is told to the reader
     * @param projections that the next page reads
     */
    public boolean carryOut(
            Caller caller,
            HttpServletRequest request,
            RedirectAttributes told,
            String done,
            Supplier<Drafting> command,
            List<String> projections) {
        Outcome outcome = attempt(caller, request, command, projections);
        if (outcome instanceof Outcome.Refused refused) {
            told.addFlashAttribute("refused", refused.why());
            return false;
        }
        told.addFlashAttribute("done", done);
        return true;
    }

    /**
     * Does it, for a page that shows what there is to see only this once, such as a secret: when the form comes again, there is nothing to
     * show.
     *
     * @param command understands the form; what is wrong with it is told to the reader
     * @param projections that the page reads
     */
    public Outcome attempt(
            Caller caller, HttpServletRequest request, Supplier<Drafting> command, List<String> projections) {
        try {
            return execute(caller, request, command.get(), projections);
        } catch (BadRequest e) {
            return new Outcome.Refused(words(e));
        } catch (Rejection e) {
            return new Outcome.Refused(e.detail());
        } catch (Refused e) {
            return new Outcome.Refused(e.detail());
        }
    }

    private static String words(BadRequest e) {
        List<String> faults = e.errors().stream().map(FormActions::words).toList();
        return faults.isEmpty() ? e.detail() : String.join(" ", faults);
    }

    private static String words(FieldError fault) {
        return Formats.words(fault.field()) + ": " + fault.detail();
    }

    private Outcome execute(Caller caller, HttpServletRequest request, Drafting drafting, List<String> projections) {
        byte[] fingerprint = fingerprint(request);
        String key = key(request);
        Keyed keyed = new Keyed(
                new RequestKey(caller.clientId(), key, fingerprint),
                (result, receipt) -> new StoredAnswer(
                        200,
                        null,
                        result.refusal() == null ? "" : result.refusal().detail()));
        return switch (ledger.execute(caller.context(key, null), drafting, keyed)) {
            case Reply.Fresh fresh -> {
                minPosition.awaitForPage(fresh.receipt().position(), projections);
                Rejection refusal = fresh.result().refusal();
                yield refusal == null ? new Outcome.Done() : new Outcome.Refused(refusal.detail());
            }
            case Reply.Repeated repeated -> {
                if (!MessageDigest.isEqual(repeated.fingerprint(), fingerprint)) {
                    throw Refused.keyReused();
                }
                minPosition.awaitForPage(repeated.position(), projections);
                String refusal = repeated.answer().body();
                yield refusal.isEmpty() ? new Outcome.DoneBefore() : new Outcome.Refused(refusal);
            }
        };
    }

    private static String key(HttpServletRequest request) {
        String key = request.getParameter(KEY);
        if (key == null || !Identifiers.isValid(key)) {
            throw BadRequest.field(KEY, "request.missing-field", "Open the page anew and send the form again.");
        }
        return key;
    }

    /** Of where the form went and all that it held. */
    private static byte[] fingerprint(HttpServletRequest request) {
        StringBuilder form = new StringBuilder(request.getRequestURI());
        new TreeMap<>(request.getParameterMap())
                .forEach((name, values) ->
                        form.append('\n').append(name.equals("_csrf") ? "" : name + "=" + String.join("\n", values)));
        return Sha256.of(form.toString());
    }
}
