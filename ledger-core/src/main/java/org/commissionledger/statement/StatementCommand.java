package org.commissionledger.statement;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.jspecify.annotations.Nullable;

/** Wishes to change a statement, or how a provider's statements are read. */
public sealed interface StatementCommand extends LedgerCommand {

    static StreamId stream(OrganisationId organisation, StatementId statement) {
        return StreamId.of(organisation, "statement", statement.value());
    }

    static StreamId linesStream(OrganisationId organisation, StatementId statement) {
        return StreamId.of(organisation, "statement-lines", statement.value());
    }

    static StreamId mappingStream(OrganisationId organisation, ProviderId provider) {
        return StreamId.of(organisation, "statement-mapping", provider.value());
    }

    @Override
    default Rejection whenMissing() {
        return new UnknownStatement();
    }

    /** @param known the statement that was uploaded with the same file, if any */
    record UploadStatement(
            @TargetAggregateIdentifier StreamId stream,
            StatementUploaded upload,
            @Nullable StatementUploaded known) implements StatementCommand {}

    /** @param by who wants it applied */
    record BeginApply(@TargetAggregateIdentifier StreamId stream, StatementSelection selection, String by, Instant at)
            implements StatementCommand {}

    /** @param run that is over, by its number */
    record FinishApply(
            @TargetAggregateIdentifier StreamId stream,
            int run,
            long accepted,
            long unchanged,
            long rejected,
            Instant at)
            implements StatementCommand {}

    record SetMapping(
            @TargetAggregateIdentifier StreamId stream, ProviderId providerId, ColumnMapping mapping, Instant at)
            implements StatementCommand {}
}
