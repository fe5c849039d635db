package org.commissionledger.api.notices;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.commissionledger.organisation.Role;

/** What a notice can be about, who hears of it, and where it leads. An ADMIN hears of everything. */
public enum NoticeKind {
    COMMISSIONS_OVERDUE("Commissions are overdue", Role.FINANCE, "/dashboard/reports/ageing"),
    PAYOUTS_OVERDUE("Payouts are overdue", Role.FINANCE, "/dashboard/reports/payouts"),
    PROJECTION_BEHIND("A projection lags behind", Role.TECHNICAL, "/dashboard/operations"),
    EVENTS_PARKED("Events are parked", Role.TECHNICAL, "/dashboard/operations"),
    WEBHOOK_FAILING("A webhook is failing", Role.TECHNICAL, "/dashboard/settings/webhooks");

    private final String title;
    private final Role role;
    private final String path;

    NoticeKind(String title, Role role, String path) {
        this.title = title;
        this.role = role;
        this.path = path;
    }

    public String title() {
        return title;
    }

    public String path() {
        return path;
    }

    /** Who hears of it. */
    public Set<Role> roles() {
        return Set.of(Role.ADMIN, role);
    }

    /** What somebody of that role hears of. */
    public static List<NoticeKind> heardBy(Role listener) {
        return Arrays.stream(values())
                .filter(kind -> kind.roles().contains(listener))
                .toList();
    }
}
