package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Enumeration;
import org.commissionledger.identity.Sha256;

/** The header Idempotency-Key, bare or quoted, and the fingerprint of the request that it stands for. */
public final class IdempotencyKey {

    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

    private IdempotencyKey() {}

    /** @throws BadRequest when the key is missing or not 1 to 255 printable characters */
    public static String require(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header == null || header.isBlank()) {
            throw BadRequest.field(HEADER, "idempotency.key-missing", "POST needs the header Idempotency-Key.");
        }
        Enumeration<String> all = request.getHeaders(HEADER);
        all.nextElement();
        if (all.hasMoreElements()) {
            throw BadRequest.field(HEADER, "idempotency.key-invalid", "One key is expected.");
        }
        String key = header.trim();
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (key.isEmpty() || key.length() > LONGEST || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw BadRequest.field(HEADER, "idempotency.key-invalid", "A key is 1 to 255 printable ASCII characters.");
        }
        return key;
    }

    /** A digest that holds the method, the path and the parameters, ready to take the body. */
    public static MessageDigest fingerprint(HttpServletRequest request) {
        MessageDigest sha256 = Sha256.digest();
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        String head = request.getMethod() + " " + request.getRequestURI() + "?" + query + "\n";
        sha256.update(head.getBytes(StandardCharsets.UTF_8));
        return sha256;
    }
}
