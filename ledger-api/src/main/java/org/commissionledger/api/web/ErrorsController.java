package org.commissionledger.api.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers where the server has refused a request on its way, such as TRACE. */
@RestController
class ErrorsController implements ErrorController {

    @RequestMapping("/error")
    ResponseEntity<String> error(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return ServerProblems.of(status == null ? HttpStatus.NOT_FOUND : status, path == null ? null : path.toString())
                .response();
    }
}
