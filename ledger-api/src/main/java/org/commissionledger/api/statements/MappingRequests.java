package org.commissionledger.api.statements;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Query;
import org.commissionledger.statement.ColumnMapping;
import org.commissionledger.statement.ColumnMapping.AmountUnits;
import org.commissionledger.statement.ColumnMapping.Columns;
import org.commissionledger.statement.ColumnMapping.DecimalMark;
import org.commissionledger.statement.ColumnMapping.Delimiter;
import org.jspecify.annotations.Nullable;

/** Reads how a provider writes its statements, from the parameters of an upload and from a body by the same rules. */
final class MappingRequests {

    private static final int NAME = 100;
    private static final String COLUMN = "column.";
    private static final Columns PLAIN = ColumnMapping.PLAIN.columns();

    private MappingRequests() {}

    /** Null where nothing of a mapping is given; what is left out of one is as in the plain form. */
    static @Nullable ColumnMapping read(Query query) {
        String order = query.text(COLUMN + "orderId");
        String amount = query.text(COLUMN + "amount");
        String currencies = query.text(COLUMN + "currency");
        String at = query.text(COLUMN + "at");
        String delimiter = query.oneOf("delimiter", Delimiter.values());
        String decimal = query.oneOf("decimal", DecimalMark.values());
        String units = query.oneOf("units", AmountUnits.values());
        String format = query.text("dateFormat");
        String currency = query.text("currency");
        if (isAbsent(order, amount, currencies, at, delimiter, decimal, units, format, currency)) {
            return null;
        }
        if (format != null && !isFormat(format)) {
            query.error("dateFormat", "request.invalid-value", "A pattern such as dd.MM.yyyy is expected.");
        }
        String timezone = query.text("timezone");
        ColumnMapping mapping = new ColumnMapping(
                columns(order, amount, currencies, at),
                delimiter == null ? null : Delimiter.valueOf(delimiter),
                decimal == null ? DecimalMark.POINT : DecimalMark.valueOf(decimal),
                units == null ? AmountUnits.MINOR : AmountUnits.valueOf(units),
                format,
                timezone,
                currency(query, currency));
        if (!isSound(mapping.columns())) {
            query.error(COLUMN + "orderId", "request.invalid-value", "Each column needs a name of its own.");
        }
        return mapping;
    }

    private static boolean isAbsent(@Nullable String... values) {
        for (String value : values) {
            if (value != null) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Currency currency(Query query, @Nullable String code) {
        try {
            Currency currency = code == null ? null : Currency.getInstance(code);
            if (currency == null || currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        query.error("currency", "request.invalid-currency", "The code of an ISO 4217 currency is expected.");
        return null;
    }

    static ColumnMapping read(Fields fields) {
        Fields names = fields.object("columns");
        Columns columns = names == null
                ? PLAIN
                : columns(
                        names.text("orderId", NAME),
                        names.text("amount", NAME),
                        names.text("currency", NAME),
                        names.text("at", NAME));
        if (names != null) {
            names.nestedDone();
        }
        Delimiter delimiter = fields.oneOf("delimiter", Delimiter.class);
        DecimalMark decimal = fields.oneOf("decimal", DecimalMark.class);
        AmountUnits units = fields.oneOf("units", AmountUnits.class);
        String format = fields.text("dateFormat", NAME);
        String timezone = fields.text("timezone", NAME);
        Currency currency = fields.currency("currency");
        if (format != null && !isFormat(format)) {
            fields.error("dateFormat", "request.invalid-value", "A pattern such as dd.MM.yyyy is expected.");
        }
        if (timezone != null && !isZone(timezone)) {
            fields.error("timezone", "request.invalid-timezone", "An IANA name such as Europe/London is expected.");
        }
        if (!isSound(columns)) {
            fields.error("columns", "request.invalid-value", "Each column needs a name of its own.");
        }
        fields.done();
        return new ColumnMapping(
                columns,
                delimiter,
                decimal == null ? DecimalMark.POINT : decimal,
                units == null ? AmountUnits.MINOR : units,
                format,
                timezone,
                currency);
    }

    private static Columns columns(
            @Nullable String order, @Nullable String amount, @Nullable String currency, @Nullable String at) {
        return new Columns(
                order == null ? PLAIN.orderId() : order,
                amount == null ? PLAIN.amount() : amount,
                currency == null ? PLAIN.currency() : currency,
                at == null ? PLAIN.at() : at);
    }

    private static boolean isSound(Columns c) {
        List<String> names = List.of(c.orderId(), c.amount(), c.currency(), c.at());
        return names.stream().distinct().count() == names.size()
                && names.stream().noneMatch(name -> name.isBlank() || name.length() > NAME);
    }

    private static boolean isFormat(String pattern) {
        try {
            return pattern.length() <= NAME && !pattern.isBlank() && formatter(pattern) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws IllegalArgumentException for what is no pattern */
    static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    private static boolean isZone(String name) {
        try {
            return ZoneId.of(name).getId().equals(name);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
