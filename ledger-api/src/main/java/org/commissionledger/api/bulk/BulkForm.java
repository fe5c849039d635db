package org.commissionledger.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** In which form the items of a bulk request may come. */
public enum BulkForm {
    JSON("application/json", "with {\"items\": [...]}"),
    CSV("text/csv", "with a header row"),
    /** JSON, an item a line. */
    LINES("application/x-ndjson", "with an item a line"),
    /** A list of CloudEvents 1.0 in JSON. */
    CLOUD_EVENTS("application/cloudevents-batch+json", "with a list of events");

    private final MediaType type;
    private final String description;

    BulkForm(String type, String description) {
        this.type = MediaType.parseMediaType(type);
        this.description = description;
    }

    public boolean isOf(HttpServletRequest request) {
        MediaType given = mediaType(request);
        return given != null && type.isCompatibleWith(given);
    }

    private static @Nullable MediaType mediaType(HttpServletRequest request) {
        try {
            String header = request.getContentType();
            return header == null ? null : MediaType.parseMediaType(header);
        } catch (InvalidMediaTypeException e) {
            return null; // refused like a missing one
        }
    }

    static String describe(Set<BulkForm> forms) {
        return forms.stream().map(form -> form.type + " " + form.description).collect(Collectors.joining(", or "));
    }
}
