package org.commissionledger.api.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Where a page ended, as an opaque text: it names the last item, so that a growing list moves nothing. It is good for its list only. */
public final class Cursor {

    private static final String SEPARATOR = "\n";

    private Cursor() {}

    public static String of(String list, String... parts) {
        String text = String.join(SEPARATOR, parts);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((checksum(list, text) + SEPARATOR + text).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param size how many parts the cursor of this list has
     * @throws BadRequest {@code request.invalid-cursor} for anything that this service did not give out
     */
    public static Optional<List<String>> read(String list, @Nullable String cursor, int size) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(text.split(SEPARATOR, -1));
            String body = String.join(SEPARATOR, parts.subList(1, parts.size()));
            if (parts.size() == size + 1 && parts.getFirst().equals(checksum(list, body))) {
                return Optional.of(parts.subList(1, parts.size()));
            }
        } catch (IllegalArgumentException e) {
            // not base64: refused below
        }
        throw invalid();
    }

    public static BadRequest invalid() {
        return BadRequest.field(
                "cursor", "request.invalid-cursor", "Take the cursor from a page's next, or leave it out.");
    }

    private static String checksum(String list, String text) {
        CRC32 crc = new CRC32();
        crc.update((list + SEPARATOR).getBytes(StandardCharsets.UTF_8));
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
