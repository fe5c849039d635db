package org.commissionledger.api.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.commissionledger.api.web.Query;
import org.springframework.http.HttpHeaders;

/** In which form a reader wants rows. */
public enum ReportFormat {
    JSON,
    CSV,
    XLSX;

    private static final List<String> NAMES = List.of("json", "csv", "xlsx");

    /** By the parameter {@code format}, or else the first that {@code Accept} names; JSON where neither says anything. */
    public static ReportFormat read(Query query, HttpServletRequest request) {
        String format = query.oneOf("format", NAMES);
        if (format != null) {
            return valueOf(format.toUpperCase(Locale.ROOT));
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null) {
            return JSON;
        }
        for (String type : accept.split(",")) {
            String name = type.strip().toLowerCase(Locale.ROOT);
            if (name.startsWith("text/csv")) {
                return CSV;
            }
            if (name.startsWith(XlsxRows.TYPE)) {
                return XLSX;
            }
            if (name.startsWith("application/json")) {
                return JSON;
            }
        }
        return JSON;
    }
}
