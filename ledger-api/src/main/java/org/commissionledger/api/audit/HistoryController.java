package org.commissionledger.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.organisation.OrganisationId;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** An organisation's history: as objects to look at, and as the exact texts that the chain covers. */
@RestController
class HistoryController {

    private static final String NDJSON = "application/x-ndjson";
    private static final int PAGE = 1_000;

    private final EventReader reader;
    private final MinPosition minPosition;

    HistoryController(EventReader reader, MinPosition minPosition) {
        this.reader = reader;
        this.minPosition = minPosition;
    }

    /** One event, payload and metadata as objects. */
    record EventView(
            long ledgerSequence,
            long position,
            String eventId,
            String stream,
            long streamSequence,
            String type,
            int revision,
            String effectiveAt,
            String recordedAt,
            JsonNode payload,
            JsonNode metadata,
            String hash) {

        static EventView of(RecordedEvent e) {
            return new EventView(
                    e.ledgerSequence(),
                    e.position(),
                    e.eventId().toString(),
                    e.stream(),
                    e.streamSequence(),
                    e.type(),
                    e.revision(),
                    HashChain.text(e.effectiveAt()),
                    HashChain.text(e.recordedAt()),
                    Json.MAPPER.readTree(e.payload()),
                    Json.MAPPER.readTree(e.metadata()),
                    HexFormat.of().formatHex(e.hash()));
        }
    }

    @GetMapping("/v1/events")
    Page<EventView> events(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        minPosition.awaitHistory(request);
        long after = query.whole("after", 0, 0, Long.MAX_VALUE, "request.invalid-value");
        String stream = query.text("stream");
        String type = query.text("type");
        Instant from = query.time("from");
        Instant to = query.time("to");
        query.requireOrder(from, to);
        long position = query.whole("position", 0, 1, Long.MAX_VALUE, "request.invalid-position");
        Paging paging = Paging.last(query, "events", 1);
        if (position > 0) {
            List<RecordedEvent> one =
                    reader
                            .newestUpTo(caller.organisation(), position)
                            .filter(event -> event.position() == position)
                            .stream()
                            .toList();
            return paging.page(one, EventView::of, event -> List.of(Long.toString(event.ledgerSequence())));
        }
        long behind = paging.place().map(List::getFirst).map(Long::parseLong).orElse(after);
        List<RecordedEvent> events = reader.history(
                caller.organisation(),
                new HistoryQuery(behind, Long.MAX_VALUE, stream, type, from, to),
                paging.oneMore());
        return paging.page(events, EventView::of, event -> List.of(Long.toString(event.ledgerSequence())));
    }

    /** NDJSON, page by page: its size costs no memory. It ends at the event that was the newest when it began. */
    @GetMapping({"/v1/audit/export", "/dashboard/audit/export"})
    void export(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Query query = new Query(request);
        minPosition.awaitHistory(request);
        long after = query.whole("after", 0, 0, Long.MAX_VALUE, "request.invalid-value");
        long through = query.whole("through", Long.MAX_VALUE, 0, Long.MAX_VALUE, "request.invalid-value");
        query.done();
        OrganisationId organisation = caller.organisation();
        long newest =
                reader.newest(organisation).map(RecordedEvent::ledgerSequence).orElse(0L);
        long last = Math.min(through, newest);
        response.setContentType(NDJSON);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + organisation + "-history.ndjson\"");
        OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16);
        long behind = after;
        while (behind < last) {
            List<RecordedEvent> page = reader.history(organisation, HistoryQuery.range(behind, last), PAGE);
            for (RecordedEvent event : page) {
                out.write(Json.write(ExportedEvent.of(event)).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
            behind = page.getLast().ledgerSequence();
        }
        out.flush();
    }
}
