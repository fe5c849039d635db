package org.commissionledger.api.statements;

import java.time.Instant;
import java.util.List;
import org.commissionledger.api.bulk.ItemsObject;
import org.commissionledger.api.statements.StatementBody.Place;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderId;
import org.commissionledger.statement.ColumnMapping;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** A statement as {@code {"items": [...]}}, in the API's own form: one item after the other. */
final class StatementJson {

    /** Behind an item stands the next one. */
    private static final ObjectReader ITEM =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Cells CELLS = new Cells(ColumnMapping.PLAIN);

    private StatementJson() {}

    static void read(byte[] body, StatementBody into) {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            ItemsObject.open(parser);
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                item(ITEM.readTree(parser), Place.item(index), into);
            }
            ItemsObject.close(parser);
        } catch (JacksonException e) {
            throw Json.malformed(e);
        }
    }

    private static void item(JsonNode node, Place place, StatementBody into) {
        try {
            Fields fields = Fields.of(node);
            String order = fields.requiredText("orderId", 2_000);
            Money amount = fields.requiredMoney("amount");
            Instant at = fields.at("at");
            fields.done();
            List<OrderId> orders = CELLS.orders(order, place, into);
            if (!orders.isEmpty() && amount != null) {
                into.add(orders, amount, at == null ? null : Cells.Time.moment(at));
            }
        } catch (BadRequest e) {
            if (e.errors().isEmpty()) {
                into.error(place, "", e.code(), e.detail());
            }
            e.errors().forEach(error -> into.error(place, error.field(), error.code(), error.detail()));
        }
    }
}
