package org.commissionledger.api.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Puts what a form holds into the words of the API, so that both are understood by the same rules. Empty fields are left out. */
public final class Form {

    private final HttpServletRequest request;
    private final ObjectNode body = Json.MAPPER.createObjectNode();

    public Form(HttpServletRequest request) {
        this.request = request;
    }

    /** What stands in a field of the form; null when it is empty. */
    public @Nullable String value(String name) {
        String value = request.getParameter(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    public Form text(String... names) {
        for (String name : names) {
            String value = value(name);
            if (value != null) {
                body.put(name, value);
            }
        }
        return this;
    }

    /** A box that is ticked. */
    public Form flag(String name) {
        if (value(name) != null) {
            body.put(name, true);
        }
        return this;
    }

    /** A whole number. */
    public Form whole(String name) {
        String value = value(name);
        if (value != null) {
            body.put(name, decimal(name, value, 0));
        }
        return this;
    }

    /** An amount in the currency's major units, as people write it. */
    public Form money(String name, @Nullable String currency) {
        String value = value(name);
        if (value != null && currency != null) {
            body.set(name, amount(name, value, currency));
        }
        return this;
    }

    private static ObjectNode amount(String name, String major, String code) {
        Currency currency = currency(code);
        ObjectNode money = Json.MAPPER.createObjectNode();
        money.put("amount", decimal(name, major, currency.getDefaultFractionDigits()));
        return money.put("currency", currency.getCurrencyCode());
    }

    private static Currency currency(String code) {
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException e) {
            // told below, like a currency without minor units
        }
        throw BadRequest.field("currency", "request.invalid-currency", "There is no currency " + code + ".");
    }

    private static long decimal(String name, String value, int decimals) {
        try {
            return new BigDecimal(value).movePointRight(decimals).longValueExact();
        } catch (NumberFormatException e) {
            throw BadRequest.field(name, "request.invalid-amount", "This is not a number.");
        } catch (ArithmeticException e) {
            throw BadRequest.field(
                    name, "request.invalid-amount", "A number with at most " + decimals + " decimals is expected.");
        }
    }

    /** Percent, as people write it, as hundredths of a percent. */
    public long basisPoints(String name) {
        String value = value(name);
        if (value == null) {
            throw BadRequest.field(name, "request.missing-field", "A percentage is expected.");
        }
        return decimal(name, value, 2);
    }

    /** A day, by the reader's calendar: the moment at which it begins. */
    public Form day(String name, ZoneId zone) {
        String value = value(name);
        if (value != null) {
            try {
                body.put(
                        name,
                        LocalDate.parse(value).atStartOfDay(zone).toInstant().toString());
            } catch (DateTimeException e) {
                throw BadRequest.field(name, "request.invalid-time", "There is no such day.");
            }
        }
        return this;
    }

    public ObjectNode body() {
        return body;
    }

    public Fields fields() {
        return Fields.of(body);
    }
}
