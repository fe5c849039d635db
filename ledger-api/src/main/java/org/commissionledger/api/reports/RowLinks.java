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
record RowLinks(ReportRequest wanted, Basis basis, HttpServletRequest request) {

    void addTo(ObjectNode row) {
        if (wanted.report().drills().isEmpty()) {
            return;
        }
        ObjectNode links = row.putObject("links");
        for (Drill drill : wanted.report().drills()) {
            String path = path(row, drill);
            Selection range = drill.range().of(wanted.selection(), basis.asOf());
            if (!path.contains("{") && range != null) {
                links.put(drill.name(), link(path, row, drill, range));
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

    private String link(String path, ObjectNode row, Drill drill, Selection range) {
        Moment moment = new Moment(basis.position(), wanted.asOf().effectiveAsOf());
        return switch (drill.basis()) {
            case NONE -> path;
            case EXPLAINED -> Links.to(path).with("to", moment);
            case SAME -> same(path, row, drill, range).at(moment);
        };
    }

    private Links same(String path, ObjectNode row, Drill drill, Selection range) {
        Links links = Links.to(path, request).without(drill.without());
        for (var parameter : drill.parameters().entrySet()) {
            if (row.has(parameter.getValue())) {
                links = links.and(parameter.getKey(), text(row, parameter.getValue()));
            }
        }
        Selection own = wanted.selection();
        return ranged(ranged(links, "from", range.from(), own.from()), "to", range.to(), own.to());
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
