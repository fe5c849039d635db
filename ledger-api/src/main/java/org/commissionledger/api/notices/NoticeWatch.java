package org.commissionledger.api.notices;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.commissionledger.eventstore.StoreReadException;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.organisations.OrganisationQueries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Raises a notice when a condition begins to hold, settles it when it does not any more. Every node looks; one of them raises. */
@Component
public class NoticeWatch {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeWatch.class);

    private final OrganisationQueries organisations;
    private final Conditions conditions;
    private final Notices notices;
    private final NoticeTellings tellings;
    private final NoticeMail mail;
    private final Clock clock;

    NoticeWatch(
            OrganisationQueries organisations,
            Conditions conditions,
            Notices notices,
            NoticeTellings tellings,
            NoticeMail mail,
            Clock clock) {
        this.organisations = organisations;
        this.conditions = conditions;
        this.notices = notices;
        this.tellings = tellings;
        this.mail = mail;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT15S", fixedDelayString = "${ledger.notifications.every:PT1M}")
    void look() {
        try {
            organisations.ids().forEach(id -> look(new OrganisationId(id)));
        } catch (StoreReadException | DataAccessException | TransactionException e) {
            LOG.warn("What should be known is looked for a little later: {}", e.getMessage());
        }
    }

    /** One organisation, now. */
    public void look(OrganisationId organisation) {
        List<Condition> holding = conditions.of(organisation);
        List<Notice> open = notices.open(organisation);
        Instant now = clock.instant();
        for (Condition condition : holding) {
            UUID id = UuidV7.next();
            if (open.stream().noneMatch(condition::isOf) && notices.raise(organisation, id, condition, now)) {
                tellings.tell(organisation, id, condition);
                mail.send(organisation, condition);
            }
        }
        open.stream()
                .filter(notice -> holding.stream().noneMatch(condition -> condition.isOf(notice)))
                .forEach(notice -> notices.settle(notice.noticeId(), now));
    }
}
