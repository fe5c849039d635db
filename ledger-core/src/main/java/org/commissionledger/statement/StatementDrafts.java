package org.commissionledger.statement;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.eventstore.OnceEvents;
import org.commissionledger.eventstore.OnceName;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.statement.StatementCommand.BeginApply;
import org.commissionledger.statement.StatementCommand.FinishApply;
import org.commissionledger.statement.StatementCommand.SetMapping;
import org.commissionledger.statement.StatementCommand.UploadStatement;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.jspecify.annotations.Nullable;

/** Makes the commands on statements, with what they rest on. */
public final class StatementDrafts {

    private final Catalogue catalogue;
    private final OnceEvents seen;

    public StatementDrafts(Catalogue catalogue, OnceEvents seen) {
        this.catalogue = catalogue;
        this.seen = seen;
    }

    /**
     * Before the work of matching is begun.
     *
     * @throws org.commissionledger.catalogue.UnknownCatalogueEntry for a provider that does not exist
     * @throws DuplicateStatement for a file that was uploaded before
     */
    public void requireNew(OrganisationId organisation, ProviderId provider, String digest) {
        catalogue.requireProvider(organisation, provider);
        StatementUploaded known = known(organisation, provider, digest);
        if (known != null) {
            throw new DuplicateStatement(known.statementId());
        }
    }

    private @Nullable StatementUploaded known(OrganisationId organisation, ProviderId provider, String digest) {
        OnceName name = StatementUploaded.name(provider, digest);
        return (StatementUploaded) seen.find(organisation, List.of(name)).of(name);
    }

    public Drafting upload(OrganisationId organisation, StatementUploaded upload) {
        return () -> {
            Map<String, Long> basis = catalogue.requireProvider(organisation, upload.providerId());
            return new Draft(
                    new UploadStatement(
                            StatementCommand.stream(organisation, upload.statementId()),
                            upload,
                            known(organisation, upload.providerId(), upload.digest())),
                    basis);
        };
    }

    public Drafting begin(
            OrganisationId organisation, StatementId statement, StatementSelection selection, String by, Instant at) {
        return () -> Draft.of(new BeginApply(StatementCommand.stream(organisation, statement), selection, by, at));
    }

    public Drafting finish(
            OrganisationId organisation,
            StatementId statement,
            int run,
            long accepted,
            long unchanged,
            long rejected,
            Instant at) {
        return () -> Draft.of(new FinishApply(
                StatementCommand.stream(organisation, statement), run, accepted, unchanged, rejected, at));
    }

    public Drafting mapping(OrganisationId organisation, ProviderId provider, ColumnMapping mapping, Instant at) {
        return () -> {
            Map<String, Long> basis = catalogue.requireProvider(organisation, provider);
            return new Draft(
                    new SetMapping(StatementCommand.mappingStream(organisation, provider), provider, mapping, at),
                    basis);
        };
    }
}
