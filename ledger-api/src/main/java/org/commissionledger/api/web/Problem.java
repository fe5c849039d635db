package org.commissionledger.api.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * An error as RFC 9457 has it, with the stable {@code code} that clients rely on.
 *
 * @param type where the code is documented
 * @param errors each bad field, for 400
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        String code,
        List<FieldError> errors) {

    private static final String DOCUMENTED = "urn:commission-ledger:problem:";

    public static Problem of(HttpStatus status, String code, String detail, @Nullable String instance) {
        return of(status, code, detail, instance, List.of());
    }

    public static Problem of(
            HttpStatus status, String code, String detail, @Nullable String instance, List<FieldError> errors) {
        return new Problem(DOCUMENTED + code, status.getReasonPhrase(), status.value(), detail, instance, code, errors);
    }

    public String json() {
        return Json.write(this);
    }

    public ResponseEntity<String> response() {
        ResponseEntity.BodyBuilder builder =
                ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            builder.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return builder.body(json());
    }
}
