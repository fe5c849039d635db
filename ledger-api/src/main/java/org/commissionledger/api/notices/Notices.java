package org.commissionledger.api.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.organisation.UserId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The notices of organisations, and what each user has seen of them. */
@Component
public class Notices {

    private static final int SHOWN = 100;

    private final JdbcClient sql;

    Notices(DataSource pool) {
        this.sql = JdbcClient.create(pool);
    }

    // Grain: one notice, the newest first. Index: notice_newest_idx.
    public List<Notice> newest(OrganisationId organisation, Role role) {
        return sql.sql("select * from ledger.notice where organisation = ? and kind = any(?)"
                        + " order by settled_at is not null, raised_at desc limit ?")
                .params(organisation.value(), kinds(role), SHOWN)
                .query(Notices::notice)
                .list();
    }

    /** How many hold that the user has not seen. */
    // Grain: one row. Index: notice_open_idx.
    public int unseen(OrganisationId organisation, Role role, UserId user) {
        return sql.sql("""
                        select count(*) from ledger.notice
                         where organisation = ? and settled_at is null and kind = any(?)
                           and raised_at > coalesce((select seen_at from ledger.notice_seen where user_id = ?), '-infinity')""")
                .params(organisation.value(), kinds(role), user.value())
                .query(Integer.class)
                .single();
    }

    public void saw(UserId user, Instant upTo) {
        sql.sql("insert into ledger.notice_seen (user_id, seen_at) values (?, ?)"
                        + " on conflict (user_id) do update set seen_at = excluded.seen_at")
                .params(user.value(), upTo.atOffset(ZoneOffset.UTC))
                .update();
    }

    // Grain: one notice. Index: notice_open_idx.
    List<Notice> open(OrganisationId organisation) {
        return sql.sql("select * from ledger.notice where organisation = ? and settled_at is null")
                .param(organisation.value())
                .query(Notices::notice)
                .list();
    }

    /** Whether it was not there yet: nodes may look at once. */
    boolean raise(OrganisationId organisation, UUID id, Condition condition, Instant at) {
        return sql.sql("insert into ledger.notice (notice_id, organisation, kind, subject, detail, raised_at)"
                                + " values (?, ?, ?, ?, ?, ?)"
                                + " on conflict (organisation, kind, subject) where settled_at is null do nothing")
                        .params(
                                id,
                                organisation.value(),
                                condition.kind().name(),
                                condition.subject(),
                                condition.detail(),
                                at.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void settle(UUID notice, Instant at) {
        sql.sql("update ledger.notice set settled_at = ? where notice_id = ? and settled_at is null")
                .params(at.atOffset(ZoneOffset.UTC), notice)
                .update();
    }

    private static String[] kinds(Role role) {
        return NoticeKind.heardBy(role).stream().map(Enum::name).toArray(String[]::new);
    }

    private static Notice notice(ResultSet row, int number) throws SQLException {
        OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
        return new Notice(
                row.getObject("notice_id", UUID.class),
                NoticeKind.valueOf(row.getString("kind")),
                row.getString("subject"),
                row.getString("detail"),
                row.getObject("raised_at", OffsetDateTime.class).toInstant(),
                settled == null ? null : settled.toInstant());
    }
}
