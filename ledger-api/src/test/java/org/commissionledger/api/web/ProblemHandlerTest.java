package org.commissionledger.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
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
}
