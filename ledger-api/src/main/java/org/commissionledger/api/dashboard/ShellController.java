package org.commissionledger.api.dashboard;

import java.time.Duration;
import org.commissionledger.api.web.Caller;
import org.commissionledger.organisation.OrganisationUsers;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where people begin, and the colours of their organisation. */
@Controller
class ShellController {

    private final OrganisationUsers users;

    ShellController(OrganisationUsers users) {
        this.users = users;
    }

    @GetMapping("/")
    String home(Caller caller) {
        return "redirect:" + Navigation.home(caller.role());
    }

    /** As a file of its own, because the content policy lets no style stand in a page. */
    @GetMapping("/dashboard/theme.css")
    ResponseEntity<String> theme(Caller caller) {
        String colour = users.of(caller.organisation()).settings().primaryColour();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/css;charset=UTF-8"))
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePrivate())
                .body(Theme.of(colour).css());
    }
}
