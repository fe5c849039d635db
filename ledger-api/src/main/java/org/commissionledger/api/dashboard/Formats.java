package org.commissionledger.api.dashboard;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;

/** Writes figures and times as the reader is used to them: in their language and their timezone, with the currency's own decimals. */
public record Formats(Locale locale, ZoneId zone) {

    /** @param minor minor units of the currency */
    public String money(BigInteger minor, String currency) {
        Currency unit = Currency.getInstance(currency);
        int decimals = Math.max(0, unit.getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(unit);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(new BigDecimal(minor, decimals));
    }

    /** @param minor minor units of the currency */
    public String money(long minor, String currency) {
        return money(BigInteger.valueOf(minor), currency);
    }

    /** As fields for numbers want it: a plain decimal in major units. */
    public String major(long minor, String currency) {
        int decimals = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return BigDecimal.valueOf(minor, decimals).toPlainString();
    }

    public String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** @param share 1 is all */
    public String percent(double share) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(share);
    }

    /** Day and time of day, where the reader is. */
    public String time(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .format(time.atZone(zone));
    }

    /** The day, where the reader is. */
    public String day(Instant time) {
        return day(LocalDate.ofInstant(time, zone));
    }

    public String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(day);
    }

    /** What hovering over a time shows. */
    public String utc(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                .format(time.atZone(ZoneOffset.UTC));
    }

    /** A constant's or a field's name in words: {@code PARTIALLY_CONFIRMED} is "Partially confirmed", {@code providerId} "Provider id". */
    public static String words(Object constant) {
        if (constant.toString().equals("N/A")) {
            return "N/A";
        }
        String name = constant.toString()
                .replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ')
                .replace('-', ' ');
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
