package org.commissionledger.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** In which form the items of a bulk request may come. */
public enum BulkForm {
    JSON("with {\"items\": [...]}", "application/json"),
    CSV("with a header row", "text/csv"),
    /** JSON, an item a line; it goes by several names. */
    LINES("with an item a line", "application/x-ndjson", "application/ndjson", "application/jsonl"),
    /** A list of CloudEvents 1.0 in JSON. */
    CLOUD_EVENTS("with a list of events", "application/cloudevents-batch+json");

    private final String description;
    private final List<MediaType> types;

    BulkForm(String description, String... types) {
        this.description = description;
        this.types = Arrays.stream(types).map(MediaType::parseMediaType).toList();
    }

    public boolean isOf(HttpServletRequest request) {
        MediaType given = mediaType(request);
        return given != null && types.stream().anyMatch(type -> type.isCompatibleWith(given));
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
        return forms.stream()
                .map(form -> form.types.getFirst() + " " + form.description)
                .collect(Collectors.joining(", or "));
    }
}
