package org.commissionledger.api.statements;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.commissionledger.api.statements.Matching.Matched;
import org.commissionledger.api.statements.Matching.Period;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.identity.Sha256;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.ProviderOrders;
import org.commissionledger.projection.statements.StatementQueries;
import org.commissionledger.projection.statements.StatementsProjection;
import org.commissionledger.statement.ColumnMapping;
import org.commissionledger.statement.StatementCommand;
import org.commissionledger.statement.StatementDrafts;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.commissionledger.statement.StatementId;
import org.commissionledger.statement.StatementLines;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Takes a statement in: reads it, matches it, writes its lines, and last that it was uploaded, together with the answer. An upload that
 * breaks off before that leaves lines that belong to nothing, and can be sent again.
 */
@Component
class Uploads {

    private static final int PATIENCE_SECONDS = 5;

    private final Writes writes;
    private final StatementDrafts drafts;
    private final StatementLines lines;
    private final ProviderOrders orders;
    private final StatementQueries queries;
    private final EventReader history;
    private final MinPosition minPosition;
    private final Clock clock;
    private final Semaphore atOnce = new Semaphore(2);

    Uploads(
            Writes writes,
            StatementDrafts drafts,
            StatementLines lines,
            ProviderOrders orders,
            StatementQueries queries,
            EventReader history,
            MinPosition minPosition,
            Clock clock) {
        this.writes = writes;
        this.drafts = drafts;
        this.lines = lines;
        this.orders = orders;
        this.queries = queries;
        this.history = history;
        this.minPosition = minPosition;
        this.clock = clock;
    }

    ResponseEntity<String> upload(Caller caller, HttpServletRequest request) {
        StatementBody.requireForm(request); // first: of a form, the parameters would be read from the body
        StatementRequest wanted = StatementRequest.read(request);
        IdempotencyKey.require(request);
        if (!mayBegin()) {
            throw Refused.tooManyUploads();
        }
        try {
            byte[] body = Writes.body(request, StatementBody.LARGEST);
            byte[] fingerprint = IdempotencyKey.fingerprint(request).digest(body);
            Optional<ResponseEntity<String>> before = writes.answered(caller, request, fingerprint);
            return before.orElseGet(() -> upload(new Upload(caller, request, wanted, body, fingerprint)));
        } finally {
            atOnce.release();
        }
    }

    private boolean mayBegin() {
        try {
            return atOnce.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One request on its way. */
    private record Upload(
            Caller caller, HttpServletRequest request, StatementRequest wanted, byte[] body, byte[] fingerprint) {

        OrganisationId organisation() {
            return caller.organisation();
        }

        String digest() {
            return HexFormat.of().formatHex(Sha256.of(body));
        }

        CommandContext context() {
            return caller.context(IdempotencyKey.require(request), Writes.correlation(request));
        }
    }

    private ResponseEntity<String> upload(Upload upload) {
        drafts.requireNew(upload.organisation(), upload.wanted().provider(), upload.digest());
        List<String> projections = List.of(OrdersProjection.NAME, StatementsProjection.NAME);
        minPosition.awaitHeader(upload.request(), projections);
        history.newest(upload.organisation()).ifPresent(newest -> minPosition.await(newest.position(), projections));
        Stated stated = StatementBody.read(upload.request(), upload.body(), mapping(upload));
        if (stated.lines().isEmpty() && upload.wanted().from() == null) {
            throw BadRequest.of("statement.empty", "A statement without lines needs a period: give from and to.");
        }
        return upload.wanted().dryRun() ? look(upload, stated) : write(upload, stated);
    }

    private @Nullable ColumnMapping mapping(Upload upload) {
        ColumnMapping given = upload.wanted().mapping();
        return given != null
                ? given
                : queries.mapping(
                                upload.organisation().value(),
                                upload.wanted().provider().value())
                        .orElse(null);
    }

    private ResponseEntity<String> look(Upload upload, Stated stated) {
        Matched matched = match(upload, stated, (chunk, some) -> {});
        StatementView view = StatementView.dryRun(uploaded(upload, stated, matched, "dry-run", clock.instant()));
        return ResponseEntity.ok()
                .header(Writes.POSITION, Long.toString(matched.position()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.write(view.with(matched)));
    }

    private Matched match(Upload upload, Stated stated, Matching.Chunks chunks) {
        return Matching.match(orders, upload.organisation().value(), upload.wanted(), stated, chunks);
    }

    private ResponseEntity<String> write(Upload upload, Stated stated) {
        StatementId id = new StatementId(UuidV7.next().toString());
        Instant now = clock.instant();
        CommandContext context = upload.context();
        Matched matched =
                match(upload, stated, (chunk, some) -> lines.matched(context, id, chunk, List.copyOf(some), now));
        StatementUploaded uploaded = uploaded(upload, stated, matched, id.value(), now);
        Object answer = StatementView.of(uploaded).with(matched);
        return writes.postGroup(
                upload.caller(),
                upload.request(),
                upload.fingerprint(),
                items(upload, uploaded, now),
                (result, receipt) -> Answer.created("/v1/statements/" + id, answer));
    }

    private List<Item> items(Upload upload, StatementUploaded uploaded, Instant now) {
        OrganisationId organisation = upload.organisation();
        List<Item> items = new ArrayList<>();
        items.add(new Item(
                StatementCommand.stream(organisation, uploaded.statementId()), drafts.upload(organisation, uploaded)));
        ColumnMapping mapping = upload.wanted().mapping();
        if (mapping != null) {
            items.add(new Item(
                    StatementCommand.mappingStream(organisation, uploaded.providerId()),
                    drafts.mapping(organisation, uploaded.providerId(), mapping, now)));
        }
        return items;
    }

    private static StatementUploaded uploaded(Upload upload, Stated stated, Matched matched, String id, Instant now) {
        StatementRequest wanted = upload.wanted();
        Period period = Period.of(wanted, stated);
        return new StatementUploaded(
                new StatementId(id),
                wanted.provider(),
                Objects.requireNonNull(wanted.reference()),
                upload.digest(),
                period.from(),
                period.to(),
                wanted.tolerance(),
                matched.position(),
                matched.summary(),
                upload.caller().clientId(),
                now);
    }
}
