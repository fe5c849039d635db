package org.commissionledger.api.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XlsxRowsTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final List<Column> COLUMNS = List.of(Column.text("one", ""), Column.text("two", ""));

    private static byte[] file(ZoneId zone, int sheetRows, Consumer<Rows> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XlsxRows xlsx = new XlsxRows(out, "things", zone, COLUMNS, sheetRows);
        rows.accept(xlsx);
        xlsx.finish();
        return out.toByteArray();
    }

    private static List<Cell> row(Consumer<Rows> rows) throws IOException {
        return Table.xlsx(file(ZoneOffset.UTC, XlsxRows.SHEET_ROWS, rows)).getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "@x",
                "-1",
                "00042",
                "a & b < c > d \"e\" 'f'",
                "tab\tand\nbreak",
                "carriage\rreturn",
                "bell\u0007",
                "_x0041_",
                "a_b__c_x00",
                "Grüße 日本 🙂",
                " padded "
            })
    void keepsTextsAsTheyAreAndNeverMakesAFormula(String text) throws IOException {
        List<Cell> row = row(r -> r.text("a").text(text).end());
        assertThat(row.getLast().getCellType()).isEqualTo(CellType.STRING);
        assertThat(row.getLast().getStringCellValue()).isEqualTo(text);
    }

    @Test
    void writesAmountsAsNumbersWithTheirCurrencysDecimalsUpToFifteenDigits() throws IOException {
        List<Cell> row = row(r -> r.amount(-999_999_999_999_999L, GBP)
                .amount(1_000_000_000_000_000L, GBP)
                .end());
        assertThat(row.getFirst().getNumericCellValue()).isEqualTo(-9_999_999_999_999.99);
        assertThat(row.getFirst().getCellStyle().getDataFormatString()).isEqualTo("#,##0.00");
        assertThat(row.getLast().getStringCellValue()).isEqualTo("10000000000000.00");
        row = row(r -> r.amount(new BigInteger("-123456789012345678901"), GBP)
                .amount(5, Currency.getInstance("JPY"))
                .end());
        assertThat(row.getFirst().getStringCellValue()).isEqualTo("-1234567890123456789.01");
        assertThat(row.getLast().getNumericCellValue()).isEqualTo(5);
    }

    @Test
    void writesTimesByTheClocksOfTheTimezone() throws IOException {
        Instant summer = Instant.parse("2011-07-01T22:30:15.5Z");
        List<Cell> row = Table.xlsx(file(
                        ZoneId.of("Europe/London"),
                        XlsxRows.SHEET_ROWS,
                        r -> r.time(summer).date(LocalDate.of(2011, 7, 1)).end()))
                .getFirst();
        assertThat(row.getFirst().getLocalDateTimeCellValue())
                .isEqualTo(LocalDateTime.of(2011, 7, 1, 23, 30, 15, 500_000_000));
        assertThat(row.getLast().getLocalDateTimeCellValue()).isEqualTo(LocalDateTime.of(2011, 7, 1, 0, 0));
        row = row(r -> r.time(Instant.parse("1900-02-28T23:00:00Z"))
                .date(LocalDate.of(1900, 2, 28))
                .end());
        assertThat(row.getFirst().getStringCellValue()).isEqualTo("1900-02-28T23:00:00Z");
        assertThat(row.getLast().getStringCellValue()).isEqualTo("1900-02-28");
    }

    @Test
    void goesOnOnAnotherSheetWhenOneIsFull() throws IOException {
        byte[] file = file(ZoneOffset.UTC, 3, r -> {
            for (int i = 1; i <= 5; i++) {
                r.count(i).text("x").end();
            }
        });
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(file))) {
            assertThat(book.getNumberOfSheets()).isEqualTo(3);
            assertThat(book.getSheetName(1)).isEqualTo("things (2)");
            assertThat(book.getSheetAt(2).getRow(0).getCell(0).getStringCellValue())
                    .isEqualTo("one");
        }
        assertThat(Table.xlsx(file).stream().map(row -> row.getFirst().getNumericCellValue()))
                .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
        assertThat(Table.xlsx(file(ZoneOffset.UTC, 3, r -> {}))).isEmpty();
    }

    @Test
    void tellsNothingOfWhenAndWhereItWasMade() throws IOException {
        byte[] here = file(ZoneOffset.UTC, 10, r -> r.text("a").empty().end());
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(file(ZoneOffset.UTC, 10, r -> r.text("a").empty().end())).isEqualTo(here);
        } finally {
            TimeZone.setDefault(zone);
        }
    }
}
