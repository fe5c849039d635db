package org.commissionledger.api.reports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commissionledger.api.web.ContractPart;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Reports;
import org.springframework.stereotype.Component;

/** The contract of the reports, made from their parameters and columns. What they share stands in {@code openapi.yaml}. */
@Component
class ReportsContract implements ContractPart {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String PARAMETERS = "#/components/parameters/";

    private final Reports reports;

    ReportsContract(Reports reports) {
        this.reports = reports;
    }

    @Override
    public Map<String, Object> contract() {
        Map<String, Object> paths = new LinkedHashMap<>();
        Map<String, Object> schemas = new LinkedHashMap<>();
        for (Report report : reports.all()) {
            paths.put(ReportsController.PATH + report.name(), Map.of("get", operation(report)));
            schemas.put(schema(report), row(report, false));
            schemas.put(schema(report) + "Csv", row(report, true));
        }
        return Map.of("paths", paths, "components", Map.of("schemas", schemas));
    }

    /** {@code credit-usage} is CreditUsageReport. */
    private static String schema(Report report) {
        StringBuilder name = new StringBuilder();
        for (String word : report.name().split("-")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.append("Report").toString();
    }

    private static Map<String, Object> operation(Report report) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("tags", List.of("Reports"));
        operation.put("operationId", "read" + schema(report));
        operation.put("summary", report.description());
        operation.put("parameters", parameters(report));
        operation.put(
                "responses",
                Map.of(
                        "200",
                        Map.of(
                                "description",
                                "The report; `format` says in which form, or else `Accept`.",
                                "headers",
                                headers(),
                                "content",
                                content(report)),
                        "206",
                        Map.of(
                                "description",
                                "The part that `Range` asks for, of CSV or XLSX.",
                                "content",
                                files(report)),
                        "416",
                        Map.of("description", "`request.range-not-satisfiable`: the file is not so long")));
        return operation;
    }

    private static List<Object> parameters(Report report) {
        List<Object> parameters = new ArrayList<>();
        List.of("From", "To", "Timezone").forEach(name -> parameters.add(reference(PARAMETERS + name)));
        for (Parameter parameter : report.parameters()) {
            Map<String, Object> schema = parameter.isIdentifier()
                    ? reference(SCHEMAS + "Identifier")
                    : Map.of("type", "string", "enum", parameter.values());
            parameters.add(Map.of(
                    "name", parameter.name(), "in", "query", "description", parameter.description(), "schema", schema));
        }
        List.of("ReportFormat", "KnownAsOf", "EffectiveAsOf", "ReportPosition", "Limit", "Cursor", "MinPosition")
                .forEach(name -> parameters.add(reference(PARAMETERS + name)));
        return parameters;
    }

    private static Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("Ledger-Position", reference("#/components/headers/Position"));
        headers.put("Ledger-Chain", reference("#/components/headers/Chain"));
        headers.put("Digest", reference("#/components/headers/Digest"));
        headers.put("Repr-Digest", reference("#/components/headers/ReprDigest"));
        return headers;
    }

    private static Map<String, Object> content(Report report) {
        Map<String, Object> page = Map.of(
                "type",
                "object",
                "required",
                List.of("data", "page"),
                "properties",
                Map.of(
                        "data",
                        Map.of("type", "array", "maxItems", 500, "items", reference(SCHEMAS + schema(report))),
                        "page",
                        reference(SCHEMAS + "PageInfo")));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("application/json", Map.of("schema", page));
        content.putAll(files(report));
        return content;
    }

    private static Map<String, Object> files(Report report) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (String type : List.of("text/csv", Exports.XLSX)) {
            content.put(
                    type,
                    Map.of(
                            "schema",
                            Map.of(
                                    "type",
                                    "string",
                                    "contentMediaType",
                                    type,
                                    "contentSchema",
                                    Map.of("type", "array", "items", reference(SCHEMAS + schema(report) + "Csv")))));
        }
        return content;
    }

    private static Map<String, Object> row(Report report, boolean file) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Column column : report.columns()) {
            Map<String, Object> property = new LinkedHashMap<>(file ? cell(column.kind()) : value(column.kind()));
            property.put("description", column.description());
            properties.put(column.name(), property);
        }
        if (!file && !report.drills().isEmpty()) {
            properties.put("links", links(report));
        }
        return Map.of(
                "type",
                "object",
                "description",
                "A row of the report `" + report.name() + "`" + (file ? " as CSV or XLSX." : "."),
                "properties",
                properties);
    }

    private static Map<String, Object> links(Report report) {
        Map<String, Object> links = new LinkedHashMap<>();
        for (Drill drill : report.drills()) {
            links.put(drill.name(), Map.of("type", "string", "description", drill.description()));
        }
        return Map.of("type", "object", "description", "What the row's figures are made of.", "properties", links);
    }

    private static Map<String, Object> value(Column.Kind kind) {
        return switch (kind) {
            case TEXT -> Map.of("type", "string");
            case TIME -> Map.of("type", "string", "format", "date-time");
            case DATE -> Map.of("type", "string", "format", "date");
            case COUNT -> Map.of("type", "integer", "format", "int64");
            case AMOUNT ->
                Map.of(
                        "type",
                        "object",
                        "required",
                        List.of("amount", "currency"),
                        "properties",
                        Map.of(
                                "amount",
                                        Map.of("type", "integer", "description", "Whole minor units of the currency."),
                                "currency", reference(SCHEMAS + "Currency")));
        };
    }

    /** Amounts in a file are in major units, in the row's currency. */
    private static Map<String, Object> cell(Column.Kind kind) {
        return kind == Column.Kind.AMOUNT ? Map.of("type", "number") : value(kind);
    }

    private static Map<String, Object> reference(String to) {
        return Map.of("$ref", to);
    }
}
