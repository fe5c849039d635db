package org.commissionledger.proof;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;

/**
 * Reads an export (one event a line) and hands it to a {@link HistoryCheck}. Pieces of a megabyte are parsed and hashed side by side; only
 * what must be is done in order, and no more than a few pieces are in memory.
 */
public final class ExportScan {

    private static final int PIECE = 1 << 20;
    private static final int LONGEST_LINE = 1 << 27;

    private final HistoryCheck check;
    private final Findings findings;
    private final LongConsumer progress;
    private long lines;

    /** @param progress is told how many bytes have been gone through */
    public ExportScan(HistoryCheck check, Findings findings, LongConsumer progress) {
        this.check = check;
        this.findings = findings;
        this.progress = progress;
    }

    /** Whole lines. */
    private record Piece(byte[] bytes, int length) {

        List<ExportLine> lines() {
            ExportLine.Reading reading = new ExportLine.Reading();
            List<ExportLine> lines = new ArrayList<>(length / 512 + 1);
            int from = 0;
            while (from < length) {
                int to = from;
                while (to < length && bytes[to] != '\n') {
                    to++;
                }
                lines.add(reading.read(bytes, from, to - from));
                from = to + 1;
            }
            return lines;
        }
    }

    /** A piece on its way. */
    private record Pending(CompletableFuture<List<ExportLine>> lines, int bytes) {}

    /** Goes through all of it; what is wrong is in the findings. */
    public void run(InputStream in) throws IOException {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        Queue<Pending> pending = new ArrayDeque<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            byte[] buffer = new byte[PIECE];
            int filled = 0;
            boolean ended;
            do {
                filled += in.readNBytes(buffer, filled, buffer.length - filled);
                ended = filled < buffer.length;
                int end = ended ? filled : afterLastLine(buffer, filled);
                byte[] next = new byte[end == 0 && !ended ? longer(buffer.length) : Math.max(PIECE, buffer.length)];
                System.arraycopy(buffer, end, next, 0, filled - end); // a line that goes on
                if (end > 0) {
                    Piece piece = new Piece(buffer, end);
                    pending.add(new Pending(CompletableFuture.supplyAsync(piece::lines, workers), end));
                }
                filled -= end;
                buffer = next;
                if (pending.size() > 2 * threads) {
                    take(pending.remove());
                }
            } while (!ended);
            pending.forEach(this::take);
        }
        check.end();
    }

    private static int longer(int length) throws IOException {
        if (length > LONGEST_LINE) {
            throw new IOException("a line has more than " + LONGEST_LINE + " bytes: this is not an export");
        }
        return 2 * length;
    }

    /** 0 when the line is longer than the buffer. */
    private static int afterLastLine(byte[] buffer, int filled) {
        int end = filled;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private void take(Pending piece) {
        for (ExportLine line : piece.lines().join()) {
            lines++;
            switch (line) {
                case HistoryCheck.Link link -> check.accept(link);
                case ExportLine.Malformed malformed ->
                    findings.add(
                            FindingCode.EVENT_MALFORMED,
                            check.ledgerSequence() + 1,
                            "Line " + lines + " is not an event. " + malformed.why());
            }
        }
        progress.accept(piece.bytes());
    }

    /** The leaf of one event, given as a line of an export. */
    static byte[] leaf(byte[] line) {
        return switch (new ExportLine.Reading().read(line, 0, line.length)) {
            case HistoryCheck.Link link -> link.leaf();
            case ExportLine.Malformed malformed -> throw new MalformedProofException(malformed.why());
        };
    }
}
