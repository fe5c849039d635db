package org.commissionledger.api.reports;

import java.util.ArrayList;
import java.util.List;

/** The parts of a workbook that do not depend on its rows, and the styles that its cells refer to by number. */
final class XlsxParts {

    static final int HEADER = 1;
    static final int TIME = 2;
    static final int DATE = 3;
    static final int COUNT = 4;

    /** The largest number of decimals that a currency of ISO 4217 has. */
    private static final int MOST_DECIMALS = 4;

    private static final int FIRST_AMOUNT = 5;
    private static final int FIRST_FORMAT = 164;
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private XlsxParts() {}

    /** The style of an amount with so many decimals. */
    static int amount(int decimals) {
        return FIRST_AMOUNT + decimals;
    }

    static String sheetStart(int columns) {
        return XML + "<worksheet xmlns=\"" + MAIN + "\"><sheetViews><sheetView workbookViewId=\"0\">"
                + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
                + "<cols><col min=\"1\" max=\"" + columns + "\" width=\"20\" customWidth=\"1\"/></cols><sheetData>";
    }

    static String sheetEnd() {
        return "</sheetData></worksheet>";
    }

    static String contentTypes(int sheets) {
        StringBuilder xml = new StringBuilder(XML + "<Types xmlns=\"" + PACKAGE + "content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + SHEET_TYPE + "sheet.main+xml\"/>"
                + "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + SHEET_TYPE + "styles+xml\"/>");
        for (int n = 1; n <= sheets; n++) {
            xml.append("<Override PartName=\"/")
                    .append(sheetPath(n))
                    .append("\" ContentType=\"" + SHEET_TYPE + "worksheet+xml\"/>");
        }
        return xml.append("</Types>").toString();
    }

    static String sheetPath(int n) {
        return "xl/worksheets/sheet" + n + ".xml";
    }

    static String packageRelations() {
        return XML + "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\""
                + DOCUMENT + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    }

    static String workbookRelations(int sheets) {
        StringBuilder xml = new StringBuilder(XML + "<Relationships xmlns=\"" + PACKAGE + "relationships\">"
                + "<Relationship Id=\"rId0\" Type=\"" + DOCUMENT + "/styles\" Target=\"styles.xml\"/>");
        for (int n = 1; n <= sheets; n++) {
            xml.append("<Relationship Id=\"rId" + n + "\" Type=\"" + DOCUMENT + "/worksheet\" Target=\"worksheets/sheet"
                    + n + ".xml\"/>");
        }
        return xml.append("</Relationships>").toString();
    }

    /** @param names of the sheets, in order */
    static String workbook(List<String> names) {
        StringBuilder xml =
                new StringBuilder(XML + "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + DOCUMENT + "\"><sheets>");
        for (int n = 1; n <= names.size(); n++) {
            xml.append("<sheet name=\"" + names.get(n - 1) + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"/>");
        }
        return xml.append("</sheets></workbook>").toString();
    }

    static String styles() {
        StringBuilder formats = new StringBuilder();
        StringBuilder cells = new StringBuilder("<xf/><xf fontId=\"1\" applyFont=\"1\"/>");
        List<String> used = new ArrayList<>(List.of("yyyy\\-mm\\-dd\\ hh:mm:ss", "yyyy\\-mm\\-dd", "0"));
        for (int decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
            used.add(decimals == 0 ? "#,##0" : "#,##0." + "0".repeat(decimals));
        }
        for (int i = 0; i < used.size(); i++) {
            int id = FIRST_FORMAT + i;
            formats.append("<numFmt numFmtId=\"" + id + "\" formatCode=\"" + used.get(i) + "\"/>");
            cells.append("<xf numFmtId=\"" + id + "\" applyNumberFormat=\"1\"/>");
        }
        String font = "<name val=\"Calibri\"/>";
        return XML + "<styleSheet xmlns=\"" + MAIN + "\"><numFmts count=\"" + used.size() + "\">" + formats
                + "</numFmts>"
                + "<fonts count=\"2\"><font><sz val=\"11\"/>" + font + "</font><font><b/><sz val=\"11\"/>" + font
                + "</font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
                + "<fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders>"
                + "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"" + (used.size() + 2) + "\">" + cells
                + "</cellXfs></styleSheet>";
    }
}
