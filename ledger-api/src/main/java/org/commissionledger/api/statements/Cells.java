package org.commissionledger.api.statements;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.regex.Pattern;
import org.commissionledger.api.statements.StatementBody.Place;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.order.OrderId;
import org.commissionledger.statement.ColumnMapping;
import org.commissionledger.statement.ColumnMapping.AmountUnits;
import org.commissionledger.statement.ColumnMapping.DecimalMark;
import org.jspecify.annotations.Nullable;

/** Understands the cells of a statement as its provider writes them. */
final class Cells {

    private static final int MOST_ORDERS = 20;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 53);
    private static final Pattern BETWEEN_ORDERS = Pattern.compile("[;|]");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final int EARLIEST_YEAR = 1900;
    private static final int LATEST_YEAR = 2199;

    private final ColumnMapping mapping;
    private final ColumnMapping.Columns names;
    private final Pattern amounts;
    private final ZoneId zone;
    private final @Nullable DateTimeFormatter format;

    Cells(ColumnMapping mapping) {
        this.mapping = mapping;
        this.names = mapping.columns();
        this.amounts = amounts(mapping);
        this.zone = mapping.timezone() == null ? ZoneOffset.UTC : ZoneId.of(mapping.timezone());
        this.format = mapping.dateFormat() == null ? null : MappingRequests.formatter(mapping.dateFormat());
    }

    /** Thousands may be grouped by what does not stand before the decimals. */
    private static Pattern amounts(ColumnMapping mapping) {
        if (mapping.units() == AmountUnits.MINOR) {
            return Pattern.compile("-?[0-9]{1,16}");
        }
        boolean comma = mapping.decimal() == DecimalMark.COMMA;
        String group = comma ? "\\." : ",";
        String mark = comma ? "," : "\\.";
        return Pattern.compile("-?([0-9]{1,16}|[0-9]{1,3}(" + group + "[0-9]{3}){1,5})(" + mark + "[0-9]{1,6})?");
    }

    /** @param end of a moment the next microsecond, of a day the next day */
    record Time(Instant at, Instant end) {
        static Time moment(Instant at) {
            Instant kept = at.truncatedTo(ChronoUnit.MICROS);
            return new Time(kept, kept.plus(1, ChronoUnit.MICROS));
        }

        static Time day(LocalDate day, ZoneId zone) {
            return new Time(
                    day.atStartOfDay(zone).toInstant(),
                    day.plusDays(1).atStartOfDay(zone).toInstant());
        }
    }

    List<OrderId> orders(@Nullable String cell, Place place, StatementBody body) {
        if (cell == null) {
            missing(names.orderId(), place, body);
            return List.of();
        }
        List<OrderId> orders = new ArrayList<>(1);
        for (String part : BETWEEN_ORDERS.split(cell)) {
            String id = part.strip();
            if (!Identifiers.isValid(id) || orders.size() == MOST_ORDERS) {
                body.error(
                        place,
                        names.orderId(),
                        "request.invalid-identifier",
                        "An identifier is 1 to 64 of A-Z a-z 0-9 . _ : -; at most " + MOST_ORDERS
                                + " of them with ; or | between.");
                return List.of();
            }
            OrderId order = new OrderId(id);
            if (!orders.contains(order)) {
                orders.add(order);
            }
        }
        return orders;
    }

    private static void missing(String column, Place place, StatementBody body) {
        body.error(place, column, "request.missing-field", "This field is required.");
    }

    @Nullable
    Currency currency(@Nullable String cell, Place place, StatementBody body) {
        if (cell == null) {
            if (mapping.currency() == null) {
                missing(names.currency(), place, body);
            }
            return mapping.currency();
        }
        try {
            Currency currency = Currency.getInstance(cell);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        body.error(
                place,
                names.currency(),
                "request.invalid-currency",
                "The code of an ISO 4217 currency with minor units, such as GBP, is expected.");
        return null;
    }

    /** Minor units. */
    @Nullable
    Long amount(@Nullable String cell, Currency currency, Place place, StatementBody body) {
        if (cell == null) {
            missing(names.amount(), place, body);
            return null;
        }
        boolean major = mapping.units() == AmountUnits.MAJOR;
        if (amounts.matcher(cell).matches()) {
            String plain = mapping.decimal() == DecimalMark.COMMA
                    ? cell.replace(".", "").replace(',', '.')
                    : cell.replace(",", "");
            BigDecimal minor = new BigDecimal(plain).movePointRight(major ? currency.getDefaultFractionDigits() : 0);
            boolean whole = minor.stripTrailingZeros().scale() <= 0;
            if (whole && minor.abs().compareTo(LARGEST) <= 0) {
                return minor.longValueExact();
            }
        }
        body.error(
                place,
                names.amount(),
                "request.invalid-amount",
                major
                        ? "An amount with no more decimals than its currency has is expected."
                        : "A whole number of minor units is expected.");
        return null;
    }

    @Nullable
    Time time(@Nullable String cell, Place place, StatementBody body) {
        if (cell == null) {
            return null;
        }
        try {
            Time time = format == null ? standard(cell) : formatted(cell, format);
            int year = time.at().atOffset(ZoneOffset.UTC).getYear();
            if (year >= EARLIEST_YEAR && year <= LATEST_YEAR) {
                return time;
            }
        } catch (DateTimeException e) {
            // reported below
        }
        body.error(
                place,
                names.at(),
                "request.invalid-time",
                format == null
                        ? "A time such as 2011-03-01T10:15:00Z or a day such as 2011-03-01 is expected."
                        : "A time like " + mapping.dateFormat() + " is expected.");
        return null;
    }

    private Time standard(String text) {
        if (DAY.matcher(text).matches()) {
            return Time.day(LocalDate.parse(text), zone);
        }
        return time(DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from));
    }

    private Time formatted(String text, DateTimeFormatter pattern) {
        return time(pattern.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
    }

    private Time time(TemporalAccessor parsed) {
        return switch (parsed) {
            case OffsetDateTime at -> Time.moment(at.toInstant());
            case LocalDateTime at -> Time.moment(at.atZone(zone).toInstant());
            case LocalDate day -> Time.day(day, zone);
            default -> throw new DateTimeException("neither a time nor a day");
        };
    }
}
