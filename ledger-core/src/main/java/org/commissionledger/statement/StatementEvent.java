package org.commissionledger.statement;

import java.time.Instant;
import java.util.List;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.NamedOnce;
import org.commissionledger.eventstore.OnceName;
import org.commissionledger.order.OrderId;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a statement. Its lines stand in a stream of their own, in events of at most {@link StatementLines#CHUNK}, in front of
 * the event that says that it was uploaded: lines that no such event follows belong to an upload that broke off.
 */
public sealed interface StatementEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(
            EventType.of("statement.lines-matched", 1, LinesMatched.class),
            EventType.of("statement.uploaded", 1, StatementUploaded.class),
            EventType.of("statement.apply-begun", 1, ApplyBegun.class),
            EventType.of("statement.lines-refused", 1, LinesRefused.class),
            EventType.of("statement.applied", 1, StatementApplied.class),
            EventType.of("statement.mapping-set", 1, MappingSet.class));

    /** Of the statement as a whole. */
    sealed interface OnStatement extends StatementEvent {
        StatementId statementId();
    }

    /** Of its lines. */
    sealed interface OnLines extends StatementEvent {
        StatementId statementId();
    }

    /** The next lines, and how they compare with the ledger. */
    record LinesMatched(StatementId statementId, List<StatementLine> lines, Instant at) implements OnLines {}

    /**
     * A provider's statement was held against the ledger.
     *
     * @param digest SHA-256 of the file, in hexadecimal: the same file of a provider comes once
     * @param from pending orders placed in [from, to) are looked for in the statement; where one is null, it is open there
     * @param position of the history that it was matched at
     * @param by who uploaded it
     */
    record StatementUploaded(
            StatementId statementId,
            ProviderId providerId,
            String reference,
            String digest,
            @Nullable Instant from,
            @Nullable Instant to,
            Tolerance tolerance,
            long position,
            StatementSummary summary,
            String by,
            Instant at)
            implements OnStatement, NamedOnce {

        @Override
        public OnceName onceName() {
            return name(providerId, digest);
        }

        /** Under which the statement of a provider with that digest is found. */
        public static OnceName name(ProviderId provider, String digest) {
            return new OnceName("statement", provider.value() + "\n" + digest);
        }
    }

    /** Somebody else has begun to carry out what is proposed for the selected lines. */
    record ApplyBegun(StatementId statementId, StatementSelection selection, String by, Instant at)
            implements OnStatement {}

    /** What the state of the orders did not allow any more. */
    record LinesRefused(StatementId statementId, List<Refusal> refusals, Instant at) implements OnLines {}

    /** @param code of the refusal, such as {@code commission.exceeds-pending} */
    record Refusal(int line, OrderId orderId, String code) {}

    /** All proposed commands of the selected lines were given. */
    record StatementApplied(StatementId statementId, long accepted, long unchanged, long rejected, Instant at)
            implements OnStatement {}

    /** From now on the provider's statements are read this way. */
    record MappingSet(ProviderId providerId, ColumnMapping mapping, Instant at) implements StatementEvent {}
}
