package org.commissionledger.projection.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a report: {@code from} ≤ business time &lt; {@code to}.
 *
 * @param happenedBefore nothing that happened at this time or later had happened; null when all that is known counts
 * @param accountId the partner's account that the caller is bound to: only what is its own or its customers' is shown
 * @param filters by the names of the report's parameters; what was not given is not there
 */
public record Selection(
        OrganisationId organisation,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Instant happenedBefore,
        @Nullable String accountId,
        Map<String, String> filters) {

    /** Of all that is known. */
    public Selection(
            OrganisationId organisation,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String accountId,
            Map<String, String> filters) {
        this(organisation, from, to, null, accountId, filters);
    }

    /** The same of what had happened before {@code end}. */
    public Selection before(Instant end) {
        return new Selection(organisation, from, to, end, accountId, filters);
    }

    /** Where a range on when things happened ends; null when it has no end. */
    public @Nullable Instant end() {
        if (to == null || happenedBefore == null) {
            return to == null ? happenedBefore : to;
        }
        return happenedBefore.isBefore(to) ? happenedBefore : to;
    }

    /** Where it begins: not behind its end. */
    public @Nullable Instant start() {
        Instant end = end();
        return from != null && end != null && end.isBefore(from) ? end : from;
    }

    /**
     * When ages are counted to, and states are told of: the end of the range, or, without one, the last that had happened.
     *
     * @param asOf when the newest event of the report was recorded
     */
    public Instant today(Instant asOf) {
        if (to != null) {
            return to;
        }
        Instant last = happenedBefore == null ? asOf : happenedBefore.minus(1, ChronoUnit.MICROS);
        return last.isBefore(asOf) ? last : asOf;
    }

    /** The same for what is within [start, end), too. */
    public Selection narrowed(@Nullable Instant start, @Nullable Instant end) {
        Instant first = from == null || start != null && start.isAfter(from) ? start : from;
        Instant last = to == null || end != null && end.isBefore(to) ? end : to;
        boolean empty = first != null && last != null && last.isBefore(first);
        return new Selection(organisation, first, empty ? first : last, happenedBefore, accountId, filters);
    }

    public @Nullable String filter(String parameter) {
        return filters.get(parameter);
    }

    public boolean has(String parameter, String value) {
        return value.equals(filters.get(parameter));
    }

    /** What is wrong with one parameter, in the light of the others. */
    public record Fault(String parameter, String code, String detail) {}

    /** Both ends of the range must be given. */
    public Optional<Fault> withoutRange(String why) {
        if (from != null && to != null) {
            return Optional.empty();
        }
        return Optional.of(new Fault(from == null ? "from" : "to", "request.missing-parameter", why));
    }
}
