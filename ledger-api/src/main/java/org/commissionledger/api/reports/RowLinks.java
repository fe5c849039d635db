package org.commissionledger.api.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.commissionledger.api.web.Links;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Reports.Basis;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;
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
        for (Drill drill : wanted.report().drills()) {
            String path = path(row, drill);
            if (!path.contains("{")) {
                links.put(drill.name(), link(path, row, drill, wanted, basis, request));
            }
        }
    }

    private static String path(ObjectNode row, Drill drill) {
        String path = drill.path();
        for (String column : row.propertyNames()) {
            if (path.contains("{" + column + "}")) {
                path = path.replace("{" + column + "}", text(row, column));
            }
        }
        return path;
    }

    private static String link(
            String path, ObjectNode row, Drill drill, ReportRequest wanted, Basis basis, HttpServletRequest request) {
        Moment moment = new Moment(basis.position(), wanted.asOf().effectiveAsOf());
        return switch (drill.basis()) {
            case NONE -> path;
            case EXPLAINED -> Links.to(path).with("to", moment);
            case SAME -> same(path, row, drill, wanted, basis, request).at(moment);
        };
    }

    private static Links same(
            String path, ObjectNode row, Drill drill, ReportRequest wanted, Basis basis, HttpServletRequest request) {
        Links links = Links.to(path, request).without(drill.without());
        for (var parameter : drill.parameters().entrySet()) {
            if (row.has(parameter.getValue())) {
                links = links.and(parameter.getKey(), text(row, parameter.getValue()));
            }
        }
        Selection range = drill.range().of(wanted.selection(), basis.asOf());
        return ranged(
                ranged(links, "from", range.from(), wanted.selection().from()),
                "to",
                range.to(),
                wanted.selection().to());
    }

    /** As the report's own, unless it is another. */
    private static Links ranged(Links links, String end, @Nullable Instant value, @Nullable Instant own) {
        if (Objects.equals(value, own)) {
            return links;
        }
        return value == null ? links.without(Set.of(end)) : links.and(end, value.toString());
    }

    private static String text(ObjectNode row, String column) {
        return String.valueOf(((POJONode) row.get(column)).getPojo());
    }
}
