package org.commissionledger.api.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.commissionledger.api.web.Caller;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Pages that say why there is no page. */
@Component
class PageErrors {

    private final ObjectProvider<ViewResolver> views;
    private final Pages pages;

    PageErrors(ObjectProvider<ViewResolver> views, Pages pages) {
        this.views = views;
        this.pages = pages;
    }

    /** A page that nobody has, one that is not for this reader, or a form that is too old. */
    void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) throws IOException {
        Caller caller = Caller.current();
        if (e instanceof CsrfException) {
            send(request, response, HttpStatus.FORBIDDEN, "The form was open for too long. Go back and send it again.");
        } else if (caller != null && request.getRequestURI().equals("/dashboard")) {
            response.sendRedirect(Navigation.home(caller.role()));
        } else {
            send(request, response, HttpStatus.FORBIDDEN, "There is no such page, or your role may not open it.");
        }
    }

    void send(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String text)
            throws IOException {
        response.setStatus(status.value());
        Map<String, Object> model = new HashMap<>();
        Caller caller = Caller.current();
        if (caller != null) {
            model.put("page", pages.of(caller, request));
        }
        model.put("format", Pages.formats(request));
        model.put("text", text);
        model.put("status", status.value());
        model.put("isProblem", true);
        boolean part = request.getHeader("HX-Request") != null;
        String name = part
                ? "dashboard/parts :: problem"
                : caller == null ? "dashboard/problem-outside" : "dashboard/problem";
        render(name, model, request, response);
    }

    private void render(
            String name, Map<String, Object> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Locale locale = RequestContextUtils.getLocale(request);
        try {
            for (ViewResolver resolver : views.orderedStream().toList()) {
                View view = resolver.resolveViewName(name, locale);
                if (view != null) {
                    view.render(model, request, response);
                    return;
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the page " + name + " could not be made", e);
        }
    }
}
