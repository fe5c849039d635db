package org.commissionledger.api.dashboard.analytics;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import org.commissionledger.api.dashboard.DateRange;
import org.commissionledger.api.dashboard.DateRange.Preset;
import org.commissionledger.api.dashboard.Pages;
import org.commissionledger.identity.Identifiers;
import org.jspecify.annotations.Nullable;

/** What is looked at, as the address of the page holds it. */
record AnalyticsFilter(
        DateRange range,
        @Nullable String categoryId,
        @Nullable String integrationId) {

    /** @param asOf the past day that the reader wants to see, behind which no range goes; null for today */
    static AnalyticsFilter of(HttpServletRequest request, @Nullable LocalDate asOf) {
        ZoneId zone = Pages.formats(request).zone();
        LocalDate today = asOf == null ? LocalDate.now(zone) : asOf;
        DateRange range = DateRange.read(
                request.getParameter("preset"),
                request.getParameter("from"),
                request.getParameter("to"),
                Preset.THIRTY,
                today,
                zone);
        return new AnalyticsFilter(
                asOf == null ? range : range.until(asOf), id(request, "categoryId"), id(request, "integrationId"));
    }

    private static @Nullable String id(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value != null && Identifiers.isValid(value.strip()) ? value.strip() : null;
    }

    /** As an address holds it. */
    public String query() {
        return range.query() + dimensions();
    }

    /** The same with another range. */
    public String query(Preset preset) {
        return "preset=" + preset.text() + dimensions();
    }

    private String dimensions() {
        return part("categoryId", categoryId) + part("integrationId", integrationId);
    }

    private static String part(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
