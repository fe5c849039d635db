package org.commissionledger.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.catalina.connector.ClientAbortException;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

class ProblemHandlerTest {

    @Test
    void aClientThatWentAwayIsNoFaultOfOursWhoeverWrappedWhatItLeft() {
        ProblemHandler handler = new ProblemHandler();
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/orders");
        assertThat(handler.other(new ClientAbortException(), request)).isNull();
        assertThat(handler.other(new UncheckedIOException(new ClientAbortException()), request))
                .isNull();
        ResponseEntity<String> fault = Objects.requireNonNull(handler.other(new IOException(), request));
        assertThat(fault.getStatusCode().value()).isEqualTo(500);
        assertThat(fault.getBody()).contains("\"code\":\"service.fault\"");
    }

    /** Such as a full queue of the appender: whoever waits a moment is taken. */
    @Test
    void aStoreThatCannotTakeMoreAsksForAMomentAndSaysThatNothingWasWritten() {
        ResponseEntity<String> answer = new ProblemHandler()
                .unavailable(
                        StoreUnavailableException.busy("the queue is full"),
                        new MockHttpServletRequest("POST", "/v1/orders"));
        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("1");
        assertThat(answer.getBody())
                .contains("\"code\":\"store.unavailable\"", "was not carried out")
                .doesNotContain("the queue is full");
    }
}
