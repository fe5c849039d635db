package org.commissionledger.projection.report;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a row of a report to what its figures are made of.
 *
 * @param name of the link
 * @param path with columns of the row in braces; a row that lacks one has no such link
 * @param basis what else the link says
 * @param parameters by name: which column has the value; one that is empty in the row is left out
 * @param without parameters of the report that it leads to nothing by
 * @param range which of the report's range it is about
 */
public record Drill(
        String name,
        String path,
        String description,
        Basis basis,
        Map<String, String> parameters,
        Set<String> without,
        Range range) {

    /** What a link says besides its path. */
    public enum Basis {
        /** Nothing: what it leads to is the same at any time. */
        NONE,
        /** The report's filters, and the moment that it is of. */
        SAME,
        /** The moment alone, as the one {@code to} which totals are explained. */
        EXPLAINED
    }

    /** Another range than the report's own. */
    @FunctionalInterface
    public interface Range {
        /**
         * @param asOf when the newest event of the report was recorded
         * @return nothing when there is no such figure in what was asked for
         */
        @Nullable
        Selection of(Selection selection, Instant asOf);
    }

    /** To something that is the same at any time. */
    public static Drill of(String name, String path, String description) {
        return new Drill(name, path, description, Basis.NONE, Map.of(), Set.of(), (selection, asOf) -> selection);
    }

    /** To something that can be made from the same history, and has the report's filters and those of the row's columns. */
    public Drill with(String... columns) {
        Map<String, String> named = new LinkedHashMap<>(parameters);
        Arrays.stream(columns).forEach(column -> named.put(column, column));
        return new Drill(name, path, description, Basis.SAME, named, without, range);
    }

    /** The same without some filters of the report. */
    public Drill without(String... filters) {
        return new Drill(name, path, description, basis, parameters, Set.copyOf(List.of(filters)), range);
    }

    /** To the events behind a total. */
    public Drill explained() {
        return new Drill(name, path, description, Basis.EXPLAINED, parameters, without, range);
    }

    public Drill over(Range other) {
        return new Drill(name, path, description, basis, parameters, without, other);
    }

    /** The same under another name. */
    public Drill named(String other, String described) {
        return new Drill(other, path, described, basis, parameters, without, range);
    }
}
