package org.commissionledger.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import org.apache.catalina.connector.ClientAbortException;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

class ProblemHandlerTest {

    private static String handling(Exception e) {
        Method method = new ExceptionHandlerMethodResolver(ProblemHandler.class).resolveMethod(e);
        return method == null ? "" : method.getName();
    }

    @Test
    void aClientThatWentAwayIsNoFaultOfOurs() {
        assertThat(handling(new ClientAbortException())).isEqualTo("gone");
        assertThat(handling(new IOException())).isEqualTo("other");
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
