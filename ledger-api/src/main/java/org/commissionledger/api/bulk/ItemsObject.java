package org.commissionledger.api.bulk;

import org.commissionledger.api.web.BadRequest;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What stands around the items of a JSON body: {@code {"items": [...]}} and nothing else. */
public final class ItemsObject {

    private ItemsObject() {}

    /** Goes to the first item. */
    public static void open(JsonParser parser) {
        boolean opened = parser.nextToken() == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.PROPERTY_NAME;
        if (opened && !parser.currentName().equals("items")) {
            throw unknown(parser);
        }
        if (!opened || parser.nextToken() != JsonToken.START_ARRAY) {
            throw BadRequest.field("items", "request.missing-field", "{\"items\": [...]} is expected.");
        }
    }

    /** Behind the last item. */
    public static void close(JsonParser parser) {
        JsonToken behind = parser.nextToken();
        if (behind == JsonToken.PROPERTY_NAME) {
            throw unknown(parser);
        }
        if (behind != JsonToken.END_OBJECT) {
            throw nothingExpected();
        }
        end(parser);
    }

    /** Behind the body. */
    static void end(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw nothingExpected();
        }
    }

    private static BadRequest unknown(JsonParser parser) {
        return BadRequest.field(parser.currentName(), "request.unknown-field", "This field is not known here.");
    }

    private static BadRequest nothingExpected() {
        return BadRequest.of("request.malformed", "Nothing is expected behind the items.");
    }
}
