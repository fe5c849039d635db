package org.commissionledger.api.reports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Reads what was exported with readers that know nothing of how it was written. */
final class Table {

    private Table() {}

    static List<Map<String, String>> csv(byte[] file) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = format.parse(new StringReader(new String(file, StandardCharsets.UTF_8)))) {
            return parser.stream().map(CSVRecord::toMap).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cells of every row behind the header, of all sheets; a cell that is not there is null. */
    static List<List<Cell>> xlsx(byte[] file) {
        try (Workbook book = new XSSFWorkbook(new ByteArrayInputStream(file))) {
            List<List<Cell>> rows = new ArrayList<>();
            for (Sheet sheet : book) {
                int columns = sheet.getRow(0).getLastCellNum();
                for (Row row : sheet) {
                    if (row.getRowNum() > 0) {
                        List<Cell> cells = new ArrayList<>();
                        for (int c = 0; c < columns; c++) {
                            cells.add(row.getCell(c, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK));
                        }
                        rows.add(cells);
                    }
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isFormula(Cell cell) {
        return cell.getCellType() == CellType.FORMULA;
    }
}
