package org.commissionledger.api.reports;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.web.Refused;
import org.commissionledger.projection.report.Reports;
import org.commissionledger.projection.report.Reports.Basis;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes whole reports as files, and sends them: wholly, or the rest of one that broke off. */
@Component
class Exports {

    private static final String CSV = "text/csv;charset=UTF-8";
    static final String XLSX = XlsxRows.TYPE;

    private static final int PATIENCE_SECONDS = 5;

    private final Reports reports;
    private final Path directory;
    private final Semaphore atOnce;

    Exports(Reports reports, LedgerSettings settings) {
        this.reports = reports;
        String given = settings.exports().directory();
        this.directory = Path.of(given == null || given.isBlank() ? System.getProperty("java.io.tmpdir") : given);
        this.atOnce = new Semaphore(settings.exports().atOnce());
    }

    /** Says what an answer was made from, and how to know that it came over whole. */
    static void describe(Basis basis, String digest, HttpServletResponse response) {
        response.setHeader("Ledger-Position", Long.toString(basis.position()));
        response.setHeader("Ledger-Chain", basis.chain());
        response.setHeader("Digest", "sha-256=" + digest);
        response.setHeader("Repr-Digest", "sha-256=:" + digest + ":");
    }

    void send(ReportRequest wanted, Basis basis, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try (ExportFile file = ExportFile.in(directory)) {
            make(wanted, basis, file);
            String digest = file.finish();
            String tag = "\"" + digest + "\"";
            Part part = part(request, tag, file.length());
            boolean csv = wanted.format() == ReportFormat.CSV;
            String name = wanted.report().name() + "-" + basis.position() + (csv ? ".csv" : ".xlsx");
            describe(basis, digest, response);
            response.setContentType(csv ? CSV : XLSX);
            response.setHeader(HttpHeaders.ETAG, tag);
            response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
            if (part.count() < part.length()) {
                response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
                response.setHeader(HttpHeaders.CONTENT_RANGE, part.toString());
            }
            response.setContentLengthLong(part.count());
            file.send(part.first(), part.count(), response.getOutputStream());
        }
    }

    private void make(ReportRequest wanted, Basis basis, ExportFile file) throws IOException {
        if (!mayBegin()) {
            throw Refused.tooManyExports();
        }
        try {
            write(wanted, basis, file.out());
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

    private void write(ReportRequest wanted, Basis basis, OutputStream out) throws IOException {
        if (wanted.format() == ReportFormat.CSV) {
            CsvRows rows = new CsvRows(out, wanted.zone(), wanted.columns());
            reports.read(wanted.report(), wanted.selection(), basis, List.of(), 0, rows);
            rows.finish();
        } else {
            XlsxRows rows = new XlsxRows(out, wanted.report().name(), wanted.zone(), wanted.columns());
            reports.read(wanted.report(), wanted.selection(), basis, List.of(), 0, rows);
            rows.finish();
        }
    }

    /** {@code count} bytes of a file of {@code length}, from {@code first} on. */
    private record Part(long first, long count, long length) {
        @Override
        public String toString() {
            return "bytes " + first + "-" + (first + count - 1) + "/" + length;
        }
    }

    /** What is asked for when it is one part, of just these bytes; all otherwise. */
    private static Part part(HttpServletRequest request, String tag, long length) {
        String header = request.getHeader(HttpHeaders.RANGE);
        String only = request.getHeader(HttpHeaders.IF_RANGE);
        if (header == null || only != null && !only.equals(tag)) {
            return new Part(0, length, length);
        }
        List<HttpRange> ranges = ranges(header);
        if (ranges.size() != 1) {
            return new Part(0, length, length);
        }
        if (ranges.getFirst().getRangeStart(length) >= length) {
            throw Refused.beyondTheEnd();
        }
        long first = ranges.getFirst().getRangeStart(length);
        return new Part(first, ranges.getFirst().getRangeEnd(length) - first + 1, length);
    }

    private static List<HttpRange> ranges(String header) {
        try {
            return HttpRange.parseRanges(header);
        } catch (IllegalArgumentException e) {
            return List.of(); // as RFC 9110 has it, a range that cannot be read is none
        }
    }
}
