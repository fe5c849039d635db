package org.commissionledger.projection.report;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a report: {@code from} ≤ business time &lt; {@code to}.
 *
 * @param accountId the partner's account that the caller is bound to: only what is its own or its customers' is shown
 * @param filters by the names of the report's parameters; what was not given is not there
 */
public record Selection(
        OrganisationId organisation,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String accountId,
        Map<String, String> filters) {

    /** The same of what had happened before {@code end}. */
    public Selection before(Instant end) {
        Instant last = to == null || end.isBefore(to) ? end : to;
        Instant first = from != null && last.isBefore(from) ? last : from;
        return new Selection(organisation, first, last, accountId, filters);
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
