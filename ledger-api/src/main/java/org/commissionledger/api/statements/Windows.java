package org.commissionledger.api.statements;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.api.bulk.BulkItem;
import org.commissionledger.api.orders.OrderRequests;
import org.commissionledger.api.statements.Settled.Counted;
import org.commissionledger.api.statements.Settled.Outcome;
import org.commissionledger.api.statements.Settled.Told;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.identity.Sha256;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.projection.statements.LineRow;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.statement.StatementEvent.Refusal;
import org.commissionledger.statement.StatementId;
import org.commissionledger.statement.StatementLine;
import org.commissionledger.statement.StatementLines;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Gives the commands of some lines in one transaction, each for itself. The lines of a statement never change, so a window that is asked for
 * again has the same commands, and gets the answer that was kept.
 */
@Component
class Windows {

    private static final int OK = 200;

    private final Ledger ledger;
    private final OrderRequests requests;
    private final StatementLines lines;

    Windows(Ledger ledger, OrderRequests requests, StatementLines lines) {
        this.ledger = ledger;
        this.requests = requests;
        this.lines = lines;
    }

    /** @param width minor units that the tolerance allows */
    private record Given(
            int line, CommandView command, @JsonIgnore long width) {}

    private static long width(StatementRow statement, StatementLine line) {
        return line.expected() == null ? 0 : statement.tolerance().of(Money.ofMinor(line.expected(), line.currency()));
    }

    /**
     * @param run its number
     * @param window its number among those of the run, from 0
     */
    void carryOut(
            Caller caller,
            CommandContext context,
            StatementRow statement,
            int run,
            int window,
            List<LineRow> rows,
            Settled settled) {
        List<Given> commands = new ArrayList<>();
        for (LineRow row : rows) {
            LineView.commands(row.line(), statement.reference())
                    .forEach(command ->
                            commands.add(new Given(row.line().line(), command, width(statement, row.line()))));
        }
        if (commands.isEmpty()) {
            return;
        }
        List<Item> items = commands.stream().map(given -> item(caller, given)).toList();
        Counted[] told = new Counted[1];
        GroupReply reply = ledger.executeGroup(
                context, items, false, key(statement, run, window, commands), (results, receipt) -> {
                    told[0] = counted(commands, results);
                    return new StoredAnswer(OK, null, Json.write(told[0]));
                });
        settled.add(
                switch (reply) {
                    case GroupReply.Fresh fresh -> told[0];
                    case GroupReply.Repeated repeated ->
                        Json.MAPPER.readValue(repeated.answer().body(), Counted.class);
                });
    }

    /**
     * By the rules of the bulk route: the command is read as one that was sent there. It declines no more than the tolerance allows, also
     * where other lines of the order were not settled or more was made pending meanwhile.
     */
    private Item item(Caller caller, Given given) {
        JsonNode sent = Json.MAPPER.valueToTree(given.command());
        BulkItem item = requests.commissionItem(caller, Fields.of(sent));
        return new Item(item.stream(), () -> decliningAtMost(item.drafting().draft(), given.width()));
    }

    private static Draft decliningAtMost(Draft draft, long width) {
        return draft.command() instanceof ConfirmCommission confirm
                ? new Draft(confirm.decliningAtMost(width), draft.basis())
                : draft;
    }

    /** No client's key: an id of a client holds no slash. The first run has the names from before there were several. */
    private static RequestKey key(StatementRow statement, int run, int window, List<Given> commands) {
        return new RequestKey(
                "statement/" + statement.statementId(),
                (run == 1 ? "" : "run " + run + " ") + "window " + window,
                Sha256.of(Json.write(commands)));
    }

    private static Counted counted(List<Given> commands, List<Result> results) {
        long accepted = 0;
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Rejection refusal = results.get(i).refusal();
            Given given = commands.get(i);
            if (results.get(i).changed()) {
                accepted++;
            } else if (refusal == null || refusal.isAlreadyAsAsked()) {
                told.add(new Told(i, given.line(), given.command().orderId(), Outcome.UNCHANGED, null, null));
            } else {
                told.add(new Told(
                        i,
                        given.line(),
                        given.command().orderId(),
                        Outcome.REJECTED,
                        refusal.code(),
                        refusal.detail()));
            }
        }
        long rejected =
                told.stream().filter(t -> t.outcome() == Outcome.REJECTED).count();
        return new Counted(accepted, told.size() - rejected, rejected, told);
    }

    /** Writes down what the state did not allow, so that it can be read line by line for good. */
    void refused(CommandContext context, StatementId statement, int run, Settled settled, Instant at) {
        List<Refusal> refusals = settled.refusals();
        for (int from = 0; from < refusals.size(); from += StatementLines.CHUNK) {
            int to = Math.min(refusals.size(), from + StatementLines.CHUNK);
            List<Refusal> chunk = List.copyOf(refusals.subList(from, to));
            lines.refused(context, statement, run, from / StatementLines.CHUNK, chunk, at);
        }
    }
}
