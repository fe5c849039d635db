package org.commissionledger.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.proof.Checkpoint;
import org.commissionledger.proof.CheckpointTable;
import org.commissionledger.proof.ConsistencyProof;
import org.commissionledger.proof.ProofJson;
import org.commissionledger.proof.Proofs;
import org.commissionledger.proof.SealingRefusedException;
import org.commissionledger.proof.SigningKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signed heads of the history, and proofs that hold without the ledger. */
@RestController
class CheckpointsController {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointsController.class);

    private final SigningKeys keys;
    private final CheckpointSchedule schedule;
    private final CheckpointTable table;
    private final Proofs proofs;
    private final EventReader reader;
    private final EventCodec codec;

    CheckpointsController(
            SigningKeys keys,
            CheckpointSchedule schedule,
            CheckpointTable table,
            Proofs proofs,
            EventReader reader,
            EventCodec codec) {
        this.keys = keys;
        this.schedule = schedule;
        this.table = table;
        this.proofs = proofs;
        this.reader = reader;
        this.codec = codec;
    }

    /** With the newest checkpoint: whoever keeps this file can tell a history that was cut or written anew from one that was not. */
    @GetMapping("/v1/audit/keys")
    JsonNode keys(Caller caller, HttpServletRequest request) {
        new Query(request).done();
        ObjectNode set = keys.published().jwkSet();
        newestOrBefore(caller).ifPresent(checkpoint -> set.set("checkpoint", ProofJson.object(checkpoint)));
        return set;
    }

    /** The keys are there to be had whatever keeps checkpoints from being written. */
    private Optional<Checkpoint> newestOrBefore(Caller caller) {
        try {
            return sealed(caller);
        } catch (RuntimeException e) {
            LOG.error("The history of {} was not sealed", caller.organisation(), e);
            return table.newest(caller.organisation());
        }
    }

    @GetMapping("/v1/audit/checkpoint")
    JsonNode newest(Caller caller, HttpServletRequest request) {
        new Query(request).done();
        return sealed(caller)
                .map(ProofJson::object)
                .orElseThrow(() -> Refused.notFound("checkpoint.none", "Nothing is sealed yet."));
    }

    /** Seals what is new first. When that is refused, the newest from before is the answer: verification says what is wrong. */
    private Optional<Checkpoint> sealed(Caller caller) {
        try {
            schedule.sealAll(caller.organisation());
        } catch (SealingRefusedException e) {
            LOG.error("The history of {} was not sealed: {}", caller.organisation(), e.getMessage());
        }
        return table.newest(caller.organisation());
    }

    @GetMapping("/v1/audit/checkpoints")
    Page<JsonNode> list(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        int limit = query.limit();
        String cursor = query.cursor();
        query.done();
        long behind = Cursor.read("checkpoints", cursor, 1)
                .map(List::getFirst)
                .map(Long::parseLong)
                .orElse(0L);
        List<Checkpoint> found = table.after(caller.organisation(), behind, limit + 1);
        return Page.of(
                found,
                limit,
                ProofJson::object,
                checkpoint -> Cursor.of("checkpoints", Long.toString(checkpoint.ledgerSequence())));
    }

    @GetMapping({"/v1/audit/proof/{ledgerSequence}", "/dashboard/audit/proofs/{ledgerSequence}"})
    InclusionView proof(Caller caller, @PathVariable String ledgerSequence, HttpServletRequest request) {
        Query query = new Query(request);
        long wanted = query.whole("checkpoint", 0, 1, Long.MAX_VALUE, "request.invalid-value");
        query.done();
        RecordedEvent event = event(caller, ledgerSequence);
        Checkpoint checkpoint = wanted > 0
                ? checkpoint(caller, wanted)
                : table.newest(caller.organisation()).orElseThrow(CheckpointsController::notSealed);
        if (checkpoint.ledgerSequence() < event.ledgerSequence()) {
            throw notSealed();
        }
        return InclusionView.of(proofs.inclusion(event, checkpoint), event);
    }

    private static Refused notSealed() {
        return Refused.conflict("proof.not-sealed", "The event is not sealed by that checkpoint; ask for a newer one.");
    }

    /** A PROVIDER has the events of its own orders and no others. */
    private RecordedEvent event(Caller caller, String ledgerSequence) {
        if (ledgerSequence.matches("[1-9][0-9]{0,17}")) {
            long sequence = Long.parseLong(ledgerSequence);
            List<RecordedEvent> found =
                    reader.history(caller.organisation(), HistoryQuery.range(sequence - 1, sequence), 1);
            if (!found.isEmpty() && isOwn(caller, found.getFirst())) {
                return found.getFirst();
            }
        }
        throw Refused.notFound("event.unknown", "There is no such event.");
    }

    private boolean isOwn(Caller caller, RecordedEvent event) {
        return caller.providerId() == null
                || codec.decode(event) instanceof OrderEvent order
                        && order.order().providerId().equals(caller.providerId());
    }

    private Checkpoint checkpoint(Caller caller, long ledgerSequence) {
        return table.at(caller.organisation(), ledgerSequence)
                .orElseThrow(() -> Refused.notFound("checkpoint.unknown", "There is no checkpoint at that event."));
    }

    @GetMapping("/v1/audit/consistency")
    ConsistencyView consistency(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        long from = query.whole("from", 0, 1, Long.MAX_VALUE, "request.invalid-value");
        long to = query.whole("to", 0, 1, Long.MAX_VALUE, "request.invalid-value");
        query.done();
        if (from == 0) {
            throw BadRequest.field("from", "request.missing-field", "The ledgerSequence of a checkpoint is expected.");
        }
        Checkpoint older = checkpoint(caller, from);
        Checkpoint newer = to > 0
                ? checkpoint(caller, to)
                : table.newest(caller.organisation()).orElse(older);
        if (newer.ledgerSequence() < older.ledgerSequence()) {
            throw BadRequest.field("to", "request.invalid-range", "The range ends before it begins.");
        }
        ConsistencyProof proof = proofs.consistency(older, newer);
        return new ConsistencyView(
                ProofJson.object(proof.from()), ProofJson.object(proof.to()), ProofJson.texts(proof.path()));
    }

    /** @param path hashes, as RFC 9162 orders them */
    record ConsistencyView(JsonNode from, JsonNode to, List<String> path) {}
}
