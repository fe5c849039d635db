package org.commissionledger.api.dashboard.orders;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Many commissions at once, from a file. The file stays in the browser, which sends its rows piece by piece and shows how far it has got. */
@Controller
class BulkPage {

    @GetMapping("/dashboard/commissions/bulk")
    String bulk() {
        return "dashboard/bulk";
    }
}
