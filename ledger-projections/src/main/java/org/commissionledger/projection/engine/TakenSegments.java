package org.commissionledger.projection.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.eventhandling.Segment;
import org.commissionledger.eventstore.RecordedEvent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which events a processor has taken: of each segment all up to its position. Segments may stand at different ones. */
final class TakenSegments {

    private final List<Taken> segments;

    private TakenSegments(List<Taken> segments) {
        this.segments = segments;
    }

    private record Taken(Segment segment, long position) {}

    /** As they stand. */
    static TakenSegments of(JdbcClient sql, String processor) {
        return read(sql, "select segment, position from ledger.processor_token where processor = ?", processor);
    }

    /** Takes them from whoever works on them: a batch that is under way finds its claim gone and rolls back. */
    static TakenSegments claimed(JdbcClient sql, String processor) {
        return read(sql, """
                update ledger.processor_token set owner = 'rebuild', claimed_at = now() where processor = ?
                returning segment, position""", processor);
    }

    private static TakenSegments read(JdbcClient sql, String tokens, String processor) {
        Map<Integer, Long> positions = new TreeMap<>();
        sql.sql(tokens).param(processor).query(row -> {
            positions.put(row.getInt(1), row.getLong(2));
        });
        int[] all = positions.keySet().stream().mapToInt(Integer::intValue).toArray();
        return new TakenSegments(positions.entrySet().stream()
                .map(token -> new Taken(Segment.computeSegment(token.getKey(), all), token.getValue()))
                .toList());
    }

    /** Nothing behind it was taken. */
    long furthest() {
        return segments.stream().mapToLong(Taken::position).max().orElse(0);
    }

    /** Everything up to it was taken. */
    long nearest() {
        return segments.stream().mapToLong(Taken::position).min().orElse(0);
    }

    boolean include(RecordedEvent event) {
        String stream = event.streamId().toString();
        return segments.stream()
                .anyMatch(s -> event.position() <= s.position() && s.segment().matches(stream));
    }
}
