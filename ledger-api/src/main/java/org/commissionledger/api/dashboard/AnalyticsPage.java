package org.commissionledger.api.dashboard;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: how many came, and how far. */
@Controller
class AnalyticsPage {

    @GetMapping("/dashboard")
    String analytics() {
        return "dashboard/analytics";
    }
}
