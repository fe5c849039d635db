package org.commissionledger.api.dashboard.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.commissionledger.api.dashboard.Actors;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.DayRange;
import org.commissionledger.api.dashboard.reports.ReportTables;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.proof.Checkpoint;
import org.commissionledger.proof.CheckpointTable;
import org.commissionledger.proof.InclusionProof;
import org.commissionledger.proof.Proofs;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** The history as it is: every event, what it says, and the proof that it was sealed. */
@Controller
class AuditPage {

    private static final int PAGE = 50;
    private static final int CHECKPOINTS = 20;
    private static final String LIST = "dashboard/history";

    private final EventReader history;
    private final EventCodec codec;
    private final CheckpointTable checkpoints;
    private final Proofs proofs;
    private final Actors actors;

    AuditPage(EventReader history, EventCodec codec, CheckpointTable checkpoints, Proofs proofs, Actors actors) {
        this.history = history;
        this.codec = codec;
        this.checkpoints = checkpoints;
        this.proofs = proofs;
        this.actors = actors;
    }

    /** @param actor as readers know them */
    record Shown(RecordedEvent event, String actor, EventMetadata metadata) {

        public String hash() {
            return HexFormat.of().formatHex(event.hash());
        }

        public String payload() {
            return pretty(event.payload());
        }

        public String metadataText() {
            return pretty(event.metadata());
        }

        private static String pretty(String json) {
            return Json.MAPPER.readTree(json).toPrettyString();
        }
    }

    private Shown shown(UnaryOperator<String> names, RecordedEvent event) {
        EventMetadata metadata = codec.decode(event.metadata(), EventMetadata.class);
        return new Shown(event, names.apply(metadata.actor()), metadata);
    }

    @GetMapping("/dashboard/audit")
    String audit(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        DayRange days = DayRange.read(query, page.format());
        String stream = query.text("stream");
        String type = query.text("type");
        String cursor = query.cursor();
        query.text("asOf");
        query.done();
        long newest = newest(caller, page.asOfEnd());
        long before = Cursor.read(LIST, cursor, 1)
                .map(place -> Long.parseLong(place.getFirst()))
                .orElse(Long.MAX_VALUE);
        List<RecordedEvent> found = history.newestFirst(
                caller.organisation(),
                new HistoryQuery(0, Math.min(newest, before - 1), stream, type, days.start(), days.end()),
                PAGE + 1);
        List<RecordedEvent> events = found.size() > PAGE ? found.subList(0, PAGE) : found;
        UnaryOperator<String> names = actors.of(caller.organisation());
        model.addAttribute("supportsAsOf", true);
        model.addAttribute(
                "events", events.stream().map(event -> shown(names, event)).toList());
        model.addAttribute("newest", newest);
        model.addAttribute(
                "types",
                codec.types().all().stream().map(EventType::name).sorted().toList());
        model.addAttribute("stream", stream);
        model.addAttribute("type", type);
        model.addAttribute("days", days);
        model.addAttribute("address", new Address(page));
        model.addAttribute(
                "checkpoints",
                checkpoints.before(caller.organisation(), newest + 1, CHECKPOINTS).stream()
                        .map(Seal::of)
                        .toList());
        if (found.size() > PAGE) {
            model.addAttribute(
                    "next", Cursor.of(LIST, Long.toString(events.getLast().ledgerSequence())));
        }
        return "dashboard/audit";
    }

    /** How far the history went before {@code end}; null is now. */
    private long newest(Caller caller, @Nullable Instant end) {
        Optional<RecordedEvent> newest = end == null
                ? history.newest(caller.organisation())
                : history.newestRecordedBy(caller.organisation(), end.minus(ReportTables.LAST_MOMENT));
        return newest.map(RecordedEvent::ledgerSequence).orElse(0L);
    }

    /** A checkpoint in words; hashes in hexadecimal. */
    record Seal(long ledgerSequence, Instant sealedAt, String root, String hash, String keyId) {
        static Seal of(Checkpoint checkpoint) {
            HexFormat hex = HexFormat.of();
            return new Seal(
                    checkpoint.ledgerSequence(),
                    checkpoint.sealedAt(),
                    hex.formatHex(checkpoint.root()),
                    hex.formatHex(checkpoint.hash()),
                    checkpoint.keyId());
        }
    }

    @GetMapping("/dashboard/audit/events/{ledgerSequence}")
    String event(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            @PathVariable String ledgerSequence,
            Model model) {
        RecordedEvent event = find(caller, ledgerSequence, page.asOfEnd());
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("shown", shown(actors.of(caller.organisation()), event));
        checkpoints
                .newest(caller.organisation())
                .filter(checkpoint -> checkpoint.ledgerSequence() >= event.ledgerSequence())
                .ifPresent(checkpoint -> {
                    model.addAttribute("seal", Seal.of(checkpoint));
                    model.addAttribute("proof", Path.of(proofs.inclusion(event, checkpoint)));
                });
        return "dashboard/event";
    }

    /** From the event's leaf up to the checkpoint's root, in hexadecimal. */
    record Path(long index, String leaf, List<String> hashes) {
        static Path of(InclusionProof proof) {
            HexFormat hex = HexFormat.of();
            return new Path(
                    proof.index(),
                    hex.formatHex(proof.leaf()),
                    proof.path().stream().map(hex::formatHex).toList());
        }
    }

    /** @param end of the past day that is asked for: what came later is not known then */
    private RecordedEvent find(Caller caller, String ledgerSequence, @Nullable Instant end) {
        if (ledgerSequence.matches("[1-9][0-9]{0,17}")) {
            long sequence = Long.parseLong(ledgerSequence);
            List<RecordedEvent> found =
                    history.history(caller.organisation(), HistoryQuery.range(sequence - 1, sequence), 1);
            if (!found.isEmpty()
                    && (end == null || found.getFirst().recordedAt().isBefore(end))) {
                return found.getFirst();
            }
        }
        throw Refused.notFound("event.unknown", "There is no such event.");
    }
}
