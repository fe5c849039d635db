package org.commissionledger.api.users;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.UserId;
import org.commissionledger.person.EmailHash;
import org.commissionledger.person.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What lets users in, as the database keeps it. */
@Component
class UserAccess {

    private final JdbcClient sql;

    UserAccess(DataSource pool) {
        this.sql = JdbcClient.create(pool);
    }

    /**
     * One user's.
     *
     * @param passwordHash null until the invitation was accepted
     * @param totpSecret null while there is no second factor
     * @param totpProposed shown to the user, but not confirmed yet
     */
    record Access(
            UserId userId,
            OrganisationId organisation,
            @Nullable String passwordHash,
            @Nullable Sealed totpSecret,
            @Nullable Sealed totpProposed,
            @Nullable Instant invitedUntil,
            @Nullable Instant lastSignInAt) {

        static Access of(ResultSet row, int number) throws SQLException {
            return new Access(
                    new UserId(row.getString("user_id")),
                    new OrganisationId(row.getString("organisation")),
                    row.getString("password_hash"),
                    sealed(row.getString("totp_secret")),
                    sealed(row.getString("totp_proposed")),
                    time(row, "invitation_expires_at"),
                    time(row, "last_sign_in_at"));
        }

        private static @Nullable Sealed sealed(@Nullable String text) {
            return text == null ? null : new Sealed(text);
        }

        private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }
    }

    /** The user of that address; made now if there was none. */
    UserId getOrMake(OrganisationId organisation, EmailHash email, UserId made) {
        sql.sql("insert into ledger.user_access (user_id, organisation, email_hash) values (?, ?, ?)"
                        + " on conflict (organisation, email_hash) do nothing")
                .params(made.value(), organisation.value(), email.value())
                .update();
        return new UserId(sql.sql("select user_id from ledger.user_access where organisation = ? and email_hash = ?")
                .params(organisation.value(), email.value())
                .query(String.class)
                .single());
    }

    // Grain: one user. Index: user_access_pk.
    Optional<Access> find(UserId user) {
        return sql.sql("select * from ledger.user_access where user_id = ?")
                .param(user.value())
                .query(Access::of)
                .optional();
    }

    // Grain: one user of each organisation that knows the address. Index: user_access_email_idx.
    List<Access> find(EmailHash email) {
        return sql.sql("select * from ledger.user_access where email_hash = ?"
                        + " order by last_sign_in_at desc nulls last, user_id")
                .param(email.value())
                .query(Access::of)
                .list();
    }

    // Grain: one user. Index: user_access_invitation_idx.
    Optional<Access> findInvited(String token, Instant now) {
        return sql.sql("select * from ledger.user_access where invitation_hash = ? and invitation_expires_at > ?")
                .params(Secrets.hash(token), now.atOffset(ZoneOffset.UTC))
                .query(Access::of)
                .optional();
    }

    // Grain: the users of one organisation. Index: user_access_once.
    Map<String, Access> all(OrganisationId organisation) {
        return sql
                .sql("select * from ledger.user_access where organisation = ?")
                .param(organisation.value())
                .query(Access::of)
                .list()
                .stream()
                .collect(Collectors.toMap(access -> access.userId().value(), Function.identity()));
    }

    /** A new link; older ones stop working. So does whatever let the user in before. */
    void invite(UserId user, String token, Instant until) {
        sql.sql("""
                        update ledger.user_access
                           set invitation_hash = ?, invitation_expires_at = ?, password_hash = null, totp_secret = null,
                               totp_proposed = null
                         where user_id = ?""")
                .params(Secrets.hash(token), until.atOffset(ZoneOffset.UTC), user.value())
                .update();
        sql.sql("delete from ledger.user_recovery_code where user_id = ?")
                .param(user.value())
                .update();
    }

    /** Whether the link was still good: it works once. */
    boolean accept(String token, String passwordHash, Instant now) {
        return sql.sql("""
                        update ledger.user_access
                           set password_hash = ?, invitation_hash = null, invitation_expires_at = null
                         where invitation_hash = ? and invitation_expires_at > ?""")
                        .params(passwordHash, Secrets.hash(token), now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    void withdraw(UserId user) {
        sql.sql(
                        "update ledger.user_access set invitation_hash = null, invitation_expires_at = null, password_hash = null"
                                + " where user_id = ?")
                .param(user.value())
                .update();
    }

    void changePassword(UserId user, String passwordHash) {
        sql.sql("update ledger.user_access set password_hash = ? where user_id = ?")
                .params(passwordHash, user.value())
                .update();
    }

    void signedIn(UserId user, Instant now) {
        sql.sql("update ledger.user_access set last_sign_in_at = ? where user_id = ?")
                .params(now.atOffset(ZoneOffset.UTC), user.value())
                .update();
    }

    /** How many attempts there were, this one among them, since the first within {@code window}. */
    int attempt(String who, Instant now, Duration window) {
        OffsetDateTime at = now.atOffset(ZoneOffset.UTC);
        OffsetDateTime since = at.minus(window);
        return sql.sql("""
                        insert into ledger.sign_in_attempt as a (who, attempts, started_at) values (?, 1, ?)
                        on conflict (who) do update
                           set attempts = case when a.started_at < ? then 1 else a.attempts + 1 end,
                               started_at = case when a.started_at < ? then excluded.started_at else a.started_at end
                        returning attempts""").params(who, at, since, since).query(Integer.class).single();
    }

    void forgetAttempts(String who) {
        sql.sql("delete from ledger.sign_in_attempt where who = ?").param(who).update();
    }
}
