package org.commissionledger.api.statements;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.projection.statements.LineRow;
import org.commissionledger.projection.statements.StatementQueries;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.projection.statements.StatementsProjection;
import org.commissionledger.statement.StatementCommand;
import org.commissionledger.statement.StatementDrafts;
import org.commissionledger.statement.StatementId;
import org.commissionledger.statement.StatementSelection;
import org.commissionledger.statement.StatementState;
import org.commissionledger.statement.UnknownStatement;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Gives the commands that settle a statement. That it was begun, with which lines, is an event; then the commands go out in windows, each
 * a transaction that keeps its answer under a key made from the statement; then comes the event that it is done, with the answer. Whatever
 * breaks off goes on where it stopped, whoever sends the request again.
 */
@Component
class Applying {

    /** Lines in a window. */
    private static final int WINDOW = 500;

    private final Ledger ledger;
    private final Writes writes;
    private final StatementDrafts drafts;
    private final StatementQueries queries;
    private final Windows windows;
    private final MinPosition minPosition;
    private final Clock clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Applying(
            Ledger ledger,
            Writes writes,
            StatementDrafts drafts,
            StatementQueries queries,
            Windows windows,
            MinPosition minPosition,
            Clock clock) {
        this.ledger = ledger;
        this.writes = writes;
        this.drafts = drafts;
        this.queries = queries;
        this.windows = windows;
        this.minPosition = minPosition;
        this.clock = clock;
    }

    ResponseEntity<String> apply(Caller caller, String statementId, HttpServletRequest request) {
        new Query(request).done();
        String key = IdempotencyKey.require(request);
        byte[] body = Writes.body(request);
        StatementSelection selection = SelectionRequests.read(Writes.fields(body));
        byte[] fingerprint = IdempotencyKey.fingerprint(request).digest(body);
        Optional<ResponseEntity<String>> before = writes.answered(caller, request, fingerprint);
        if (before.isPresent()) {
            return before.get();
        }
        if (!Identifiers.isValid(statementId)) {
            throw new UnknownStatement();
        }
        String running = caller.organisation() + "/" + statementId;
        if (!underWay.add(running)) {
            throw Refused.stillRunning();
        }
        try {
            StatementId id = new StatementId(statementId);
            CommandContext context = caller.context(key, Writes.correlation(request));
            StatementState state = begin(caller, context, id, selection);
            Settled settled = settle(caller, context, id, selection, state);
            return finish(caller, request, fingerprint, id, state.run(), settled);
        } finally {
            underWay.remove(running);
        }
    }

    private StatementState begin(Caller caller, CommandContext context, StatementId id, StatementSelection selection) {
        Reply begun = ledger.execute(
                context, drafts.begin(caller.organisation(), id, selection, caller.clientId(), clock.instant()), null);
        if (!(begun instanceof Reply.Fresh fresh)) {
            throw new IllegalStateException("a request without a key cannot be repeated");
        }
        if (fresh.result().refusal() != null) {
            throw fresh.result().refusal();
        }
        minPosition.await(fresh.receipt().position(), List.of(StatementsProjection.NAME));
        return (StatementState) Objects.requireNonNull(fresh.result().value());
    }

    private Settled settle(
            Caller caller, CommandContext context, StatementId id, StatementSelection selection, StatementState state) {
        String organisation = caller.organisation().value();
        StatementRow statement = queries.find(organisation, id.value()).orElseThrow(UnknownStatement::new);
        Settled settled = new Settled();
        List<LineRow> lines;
        long after = 0;
        int window = 0;
        do {
            lines = queries.lines(organisation, id.value(), selection.lines(), selection.outcomes(), after, WINDOW);
            List<LineRow> left =
                    lines.stream().filter(row -> state.isLeft(row.line())).toList();
            windows.carryOut(caller, context, statement, state.run(), window++, left, settled);
            after = lines.isEmpty() ? after : lines.getLast().line().line();
        } while (lines.size() == WINDOW);
        windows.refused(context, id, state.run(), settled, clock.instant());
        return settled;
    }

    private ResponseEntity<String> finish(
            Caller caller, HttpServletRequest request, byte[] fingerprint, StatementId id, int run, Settled settled) {
        Item item = new Item(
                StatementCommand.stream(caller.organisation(), id),
                drafts.finish(
                        caller.organisation(),
                        id,
                        run,
                        settled.accepted(),
                        settled.unchanged(),
                        settled.rejected(),
                        clock.instant()));
        return writes.postGroup(
                caller, request, fingerprint, List.of(item), (result, receipt) -> Answer.ok(settled.answer()));
    }
}
