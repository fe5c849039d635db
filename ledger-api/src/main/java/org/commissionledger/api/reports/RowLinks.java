package org.commissionledger.api.reports;

import jakarta.servlet.http.HttpServletRequest;
import org.commissionledger.api.web.Links;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Reports.Basis;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/** From each row of a page to what its figures are made of, as of the same position. */
final class RowLinks {

    private RowLinks() {}

    static void add(ObjectNode row, ReportRequest wanted, Basis basis, HttpServletRequest request) {
        if (wanted.report().drills().isEmpty()) {
            return;
        }
        ObjectNode links = row.putObject("links");
        Moment moment = new Moment(basis.position(), wanted.asOf().effectiveAsOf());
        for (Drill drill : wanted.report().drills()) {
            links.put(drill.name(), link(row, drill, moment, request));
        }
    }

    private static String link(ObjectNode row, Drill drill, Moment moment, HttpServletRequest request) {
        String path = drill.path();
        for (String column : row.propertyNames()) {
            if (path.contains("{" + column + "}")) {
                path = path.replace("{" + column + "}", text(row, column));
            }
        }
        if (!drill.sameBasis()) {
            return path;
        }
        Links links = Links.to(path, request);
        for (var parameter : drill.parameters().entrySet()) {
            if (row.has(parameter.getValue())) {
                links = links.and(parameter.getKey(), text(row, parameter.getValue()));
            }
        }
        return links.at(moment);
    }

    private static String text(ObjectNode row, String column) {
        return String.valueOf(((POJONode) row.get(column)).getPojo());
    }
}
