package org.commissionledger.statement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.commissionledger.command.CommandContext;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.EventAppender;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.NewEvent;
import org.commissionledger.eventstore.OnceKeys;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.statement.StatementEvent.LinesMatched;
import org.commissionledger.statement.StatementEvent.LinesRefused;
import org.commissionledger.statement.StatementEvent.OnLines;
import org.commissionledger.statement.StatementEvent.Refusal;

/**
 * Writes the lines of statements. They need no decision, and go to the end of their stream without loading it: a file of a hundred
 * thousand lines holds up nobody and is never in memory as events.
 */
public final class StatementLines {

    /** Lines in one event: some 100 KB. */
    public static final int CHUNK = 500;

    private final EventAppender appender;
    private final EventCodec codec;

    public StatementLines(EventAppender appender, EventCodec codec) {
        this.appender = appender;
        this.codec = codec;
    }

    /**
     * @param chunk counts them from 0: one that is written again is left out
     * @return the position that they are durable at
     */
    public long matched(
            CommandContext context, StatementId statement, int chunk, List<StatementLine> lines, Instant at) {
        return append(context, new LinesMatched(statement, lines, at), "matched " + chunk);
    }

    /** The same for what was refused when the statement was applied, in its run of that number; the first has the names from before there were several. */
    public long refused(
            CommandContext context, StatementId statement, int run, int chunk, List<Refusal> refusals, Instant at) {
        return append(
                context, new LinesRefused(statement, refusals, at), "refused " + (run == 1 ? "" : run + ".") + chunk);
    }

    private long append(CommandContext context, OnLines event, String name) {
        StreamId stream = StatementCommand.linesStream(context.organisation(), event.statementId());
        UUID once = new OnceKeys().of(stream, name);
        EventType type = codec.types().of(event.getClass());
        NewEvent lines = new NewEvent(
                UuidV7.next(),
                stream.stream(),
                NewEvent.AT_END,
                type.name(),
                type.revision(),
                event.at(),
                codec.encode(event),
                codec.encode(context.metadata()),
                once);
        Append.Outcome outcome = appender.append(new Append(context.organisation(), List.of(lines), Map.of(), null));
        if (outcome instanceof Append.Outcome.Appended appended) {
            return appended.receipt().position();
        }
        throw new IllegalStateException("lines rest on nothing that could be old");
    }
}
