package org.commissionledger.api.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    private static final Currency GBP = Currency.getInstance("GBP");

    private static byte[] file(ZoneId zone, Consumer<Rows> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvRows csv = new CsvRows(out, zone, List.of(Column.text("one", ""), Column.text("two", "")));
        rows.accept(csv);
        csv.finish();
        return out.toByteArray();
    }

    private static String text(Consumer<Rows> rows) throws IOException {
        return new String(file(ZoneOffset.UTC, rows), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"http://x\",\"y\")"})
    void putsAQuoteInFrontOfWhatASpreadsheetWouldCalculate(String text) throws IOException {
        List<Map<String, String>> rows =
                Table.csv(file(ZoneOffset.UTC, r -> r.text("a").text(text).end()));
        assertThat(rows.getFirst()).containsEntry("two", "'" + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a,b", "say \"no\"", "line\nbreak", "line\r\nbreak", "'quoted'", "a=b", "Grüße 日本 🙂", " padded "
            })
    void givesBackEveryOtherTextAsItWas(String text) throws IOException {
        List<Map<String, String>> rows =
                Table.csv(file(ZoneOffset.UTC, r -> r.text("a").text(text).end()));
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst()).containsEntry("two", text);
    }

    @Test
    void isRfc4180() throws IOException {
        assertThat(text(r -> r.text("a").text("b,\"c\"").end())).isEqualTo("one,two\r\na,\"b,\"\"c\"\"\"\r\n");
        assertThat(text(r -> r.text("a").text(null).end())).isEqualTo("one,two\r\na,\r\n");
    }

    @Test
    void writesAmountsInMajorUnitsAndLeavesNegativeNumbersAlone() throws IOException {
        assertThat(text(r -> r.amount(-5, GBP).count(-7).end())).endsWith("-0.05,-7\r\n");
        assertThat(text(r -> r.amount(1_234, Currency.getInstance("JPY"))
                        .amount(1_234, Currency.getInstance("KWD"))
                        .end()))
                .endsWith("1234,1.234\r\n");
        assertThat(text(r -> r.amount(Long.MAX_VALUE, GBP)
                        .amount(new BigInteger("123456789012345678901234"), GBP)
                        .end()))
                .endsWith("92233720368547758.07,1234567890123456789012.34\r\n");
    }

    @Test
    void writesTimesWithTheOffsetOfTheirDay() throws IOException {
        ZoneId london = ZoneId.of("Europe/London");
        String winterAndSummer = new String(
                file(
                        london,
                        r -> r.time(Instant.parse("2011-03-01T09:00:00Z"))
                                .time(Instant.parse("2011-07-01T09:00:00.000250Z"))
                                .end()),
                StandardCharsets.UTF_8);
        assertThat(winterAndSummer).endsWith("2011-03-01T09:00:00Z,2011-07-01T10:00:00.000250+01:00\r\n");
        assertThat(text(r -> r.time(null).date(LocalDate.of(2011, 3, 1)).end())).endsWith(",2011-03-01\r\n");
    }
}
