package org.commissionledger.api.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Rejections;
import org.commissionledger.rejection.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page of the dashboard its {@link DashboardPage}, and answers with a page when something is wrong. */
@ControllerAdvice("org.commissionledger.api.dashboard")
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(PageAdvice.class);

    private static final String SIGN_IN = "/sign-in";

    private final Pages pages;
    private final PageErrors errors;

    PageAdvice(Pages pages, PageErrors errors) {
        this.pages = pages;
        this.errors = errors;
    }

    /** @throws BadRequest when the parameters cannot be read, except where one signs in: that page comes up whatever its address holds */
    @ModelAttribute
    void page(Model model, HttpServletRequest request) {
        if (!Pages.isReadable(request) && !request.getRequestURI().equals(SIGN_IN)) {
            throw BadRequest.of("request.malformed", "The parameters cannot be read.");
        }
        Caller caller = Caller.current();
        if (caller != null) {
            model.addAttribute("page", pages.of(caller, request));
        }
        model.addAttribute("format", Pages.formats(request));
        model.addAttribute("dayIsPassedOver", Pages.isDayPassedOver(request));
    }

    @ExceptionHandler
    void rejected(Rejection e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        errors.send(request, response, Rejections.status(e), e.detail());
    }

    @ExceptionHandler
    void refused(Refused e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        errors.send(request, response, e.status(), e.detail());
    }

    @ExceptionHandler
    void badRequest(BadRequest e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        errors.send(
                request,
                response,
                HttpStatus.BAD_REQUEST,
                e.errors().isEmpty()
                        ? "The request is not right."
                        : e.errors().getFirst().detail());
    }

    @ExceptionHandler
    void other(Exception e, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (e instanceof org.springframework.security.access.AccessDeniedException) {
            throw e;
        }
        if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            errors.send(
                    request, response, HttpStatus.valueOf(known.getStatusCode().value()), "There is nothing here.");
            return;
        }
        if (e instanceof TypeMismatchException) {
            errors.send(request, response, HttpStatus.BAD_REQUEST, "The request is not right.");
            return;
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        errors.send(
                request,
                response,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "The service failed; its log says why. Try again in a moment.");
    }
}
