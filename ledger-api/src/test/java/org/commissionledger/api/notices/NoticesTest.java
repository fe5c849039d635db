package org.commissionledger.api.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.UserId;
import org.junit.jupiter.api.Test;

/** What people are told of, and when it stops. */
class NoticesTest {

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final OrganisationId id = new OrganisationId(organisation.id());
    private final NoticeWatch watch = service.bean("noticeWatch", NoticeWatch.class);
    private final Notices notices = service.bean("notices", Notices.class);

    @Test
    void overdueCommissionIsToldToFinanceAndSettledWhenItIsConfirmed() {
        UserId reader = new UserId("reader-of-" + id);
        organisation.place("old", 10_000);
        organisation.totals("");
        watch.look(id);
        watch.look(id);
        assertThat(notices.newest(id, Role.FINANCE)).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(NoticeKind.COMMISSIONS_OVERDUE);
            assertThat(notice.settledAt()).isNull();
        });
        assertThat(notices.newest(id, Role.ADMIN)).hasSize(1);
        assertThat(notices.newest(id, Role.TECHNICAL)).isEmpty();
        assertThat(notices.unseen(id, Role.FINANCE, reader)).isOne();
        notices.saw(reader, Instant.now());
        assertThat(notices.unseen(id, Role.FINANCE, reader)).isZero();
        organisation.admin().post("/v1/orders/old/commission/confirm", Map.of()).expect(200);
        organisation.totals("");
        watch.look(id);
        assertThat(notices.newest(id, Role.FINANCE))
                .singleElement()
                .satisfies(notice -> assertThat(notice.settledAt()).isNotNull());
    }
}
