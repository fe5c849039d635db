package org.commissionledger.api.dashboard;

import java.time.Clock;
import org.commissionledger.api.notices.NoticeKind;
import org.commissionledger.api.notices.Notices;
import org.commissionledger.api.notices.Post;
import org.commissionledger.api.web.Caller;
import org.commissionledger.organisation.UserId;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** What the reader's role should know of. */
@Controller
class NotificationsPage {

    private static final String HERE = "/dashboard/notifications";

    private final Notices notices;
    private final Post post;
    private final Clock clock;

    NotificationsPage(Notices notices, Post post, Clock clock) {
        this.notices = notices;
        this.post = post;
        this.clock = clock;
    }

    @GetMapping(HERE)
    String notifications(Caller caller, Model model) {
        model.addAttribute("notices", notices.newest(caller.organisation(), caller.role()));
        model.addAttribute("kinds", NoticeKind.heardBy(caller.role()));
        model.addAttribute("mail", post.isOn());
        return "dashboard/notifications";
    }

    @PostMapping(HERE + "/seen")
    String seen(Caller caller) {
        notices.saw(new UserId(caller.clientId()), clock.instant());
        return "redirect:" + HERE;
    }
}
