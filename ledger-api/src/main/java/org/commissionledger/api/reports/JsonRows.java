package org.commissionledger.api.reports;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.commissionledger.api.web.Json;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One page of a report as objects. An empty cell is absent. */
final class JsonRows implements Rows {

    /** Minor units of an ISO 4217 currency; has no largest value. */
    private record Amount(BigInteger amount, String currency) {}

    private final List<Column> columns;
    private final int limit;
    private final List<ObjectNode> data = new ArrayList<>();
    private long skip;
    private ObjectNode row = Json.MAPPER.createObjectNode();
    private List<String> keys = new ArrayList<>();
    private List<String> lastKeys = List.of();
    private int column;
    private boolean hasMore;

    /** @param skip rows that earlier pages have shown */
    JsonRows(List<Column> columns, long skip, int limit) {
        this.columns = columns;
        this.skip = skip;
        this.limit = limit;
    }

    List<ObjectNode> data() {
        return data;
    }

    boolean hasMore() {
        return hasMore;
    }

    /** The key columns of the page's last row. */
    List<String> lastKeys() {
        return lastKeys;
    }

    private JsonRows cell(@Nullable Object value) {
        Column current = columns.get(column++);
        if (value != null) {
            row.putPOJO(current.name(), value);
            if (current.key()) {
                keys.add(value.toString());
            }
        }
        return this;
    }

    @Override
    public Rows text(@Nullable String value) {
        return cell(value);
    }

    @Override
    public Rows time(@Nullable Instant value) {
        return cell(value);
    }

    @Override
    public Rows date(@Nullable LocalDate value) {
        return cell(value);
    }

    @Override
    public Rows count(long value) {
        return cell(value);
    }

    @Override
    public Rows empty() {
        return cell(null);
    }

    @Override
    public Rows amount(long minorUnits, Currency currency) {
        return amount(BigInteger.valueOf(minorUnits), currency);
    }

    @Override
    public Rows amount(BigInteger minorUnits, Currency currency) {
        return cell(new Amount(minorUnits, currency.getCurrencyCode()));
    }

    @Override
    public boolean end() {
        if (skip > 0) {
            skip--;
        } else if (data.size() == limit) {
            hasMore = true;
        } else {
            data.add(row);
            lastKeys = keys;
        }
        row = Json.MAPPER.createObjectNode();
        keys = new ArrayList<>();
        column = 0;
        return !hasMore;
    }
}
