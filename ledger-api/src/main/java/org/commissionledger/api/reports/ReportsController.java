package org.commissionledger.api.reports;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.PastReads;
import org.commissionledger.api.web.Refused;
import org.commissionledger.identity.Sha256;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.ReportBehindException;
import org.commissionledger.projection.report.Reports;
import org.commissionledger.projection.report.Reports.Basis;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.node.ObjectNode;

/** Answers with any report. Each has a route of its own: see {@link ReportRoutes}. */
@Component
class ReportsController {

    static final String PATH = "/v1/reports/";
    static final String DOWNLOADS = "/dashboard/downloads/";

    private final Reports reports;
    private final Exports exports;
    private final PastReads past;
    private final MinPosition minPosition;

    ReportsController(Reports reports, Exports exports, PastReads past, MinPosition minPosition) {
        this.reports = reports;
        this.exports = exports;
        this.past = past;
        this.minPosition = minPosition;
    }

    void report(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ReportRequest wanted = ReportRequest.read(named(request), caller, request);
        List<String> projections = wanted.report().projections();
        minPosition.awaitHeader(request, projections);
        boolean fixed = wanted.asOf().asOf() != null || wanted.position() != null;
        Long position = fixed ? past.moment(caller, wanted.asOf(), projections).position() : null;
        Basis basis = reports.basis(wanted.report(), wanted.selection(), position);
        try {
            if (wanted.format() == ReportFormat.JSON) {
                page(wanted, basis, request, response);
            } else {
                exports.send(wanted, basis, request, response);
            }
        } catch (ReportBehindException e) {
            throw Refused.projectionBehind(projections.getFirst());
        }
    }

    private Report named(HttpServletRequest request) {
        String path = (String) request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return reports.all().stream()
                .filter(report -> path.equals(PATH + report.name()) || path.equals(DOWNLOADS + report.name()))
                .findFirst()
                .orElseThrow(Refused::notFound);
    }

    private void page(ReportRequest wanted, Basis basis, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        JsonRows rows = new JsonRows(wanted.columns(), wanted.skip(), wanted.limit());
        reports.read(wanted.report(), wanted.selection(), basis, wanted.start(), wanted.limit() + 1, rows);
        String next = rows.hasMore() ? wanted.next(basis.position(), rows) : null;
        rows.data().forEach(new RowLinks(wanted, basis, request)::addTo);
        Page<ObjectNode> page = new Page<>(rows.data(), new Page.Info(rows.hasMore(), next));
        byte[] body = Json.write(page).getBytes(StandardCharsets.UTF_8);
        MessageDigest sha256 = Sha256.digest();
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        Exports.describe(basis, ExportFile.base64(sha256.digest(body)), response);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
