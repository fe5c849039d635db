package org.commissionledger.api.users;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.commissionledger.api.users.UserAccess.Access;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.UserCommand;
import org.commissionledger.organisation.UserId;
import org.commissionledger.person.Person;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.Place;
import org.commissionledger.person.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The second factor that users switch on for themselves: codes of an authenticator app, and ten codes for when it is lost. */
@Component
public class SecondFactor {

    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_BYTES = 10;

    private final UserAccess access;
    private final PersonKeys keys;
    private final JdbcClient sql;
    private final TransactionOperations transactions;
    private final Clock clock;

    SecondFactor(UserAccess access, PersonKeys keys, DataSource pool, TransactionOperations transactions, Clock clock) {
        this.access = access;
        this.keys = keys;
        this.sql = JdbcClient.create(pool);
        this.transactions = transactions;
        this.clock = clock;
    }

    public boolean isOn(UserId user) {
        return access.find(user).map(Access::totpSecret).isPresent();
    }

    /** A secret for the user's app, as base32; it counts once a code of it was given. The same until then. */
    public String propose(OrganisationId organisation, UserId user) {
        byte[] known = access.find(user)
                .map(Access::totpProposed)
                .map(kept -> open(organisation, user, kept))
                .orElse(null);
        byte[] secret = known == null ? Secrets.random(TimedCode.SECRET_BYTES) : known;
        if (known == null) {
            Sealed hidden = keys.seal(
                            UserCommand.person(organisation, user),
                            place(organisation, user),
                            Base64.getEncoder().encodeToString(secret))
                    .orElseThrow();
            sql.sql("update ledger.user_access set totp_proposed = ? where user_id = ?")
                    .params(hidden.value(), user.value())
                    .update();
        }
        return TimedCode.base32(secret);
    }

    /** The recovery codes, shown this once; nothing when the code is not one of the proposed secret. */
    public Optional<List<String>> switchOn(OrganisationId organisation, UserId user, String code) {
        Access found = access.find(user).orElse(null);
        if (found == null || found.totpProposed() == null) {
            return Optional.empty();
        }
        byte[] secret = open(organisation, user, found.totpProposed());
        OptionalLong step =
                secret == null ? OptionalLong.empty() : TimedCode.step(secret, plain(code), clock.instant());
        if (step.isEmpty()) {
            return Optional.empty();
        }
        return transactions.execute(status -> {
            sql.sql("update ledger.user_access set totp_secret = totp_proposed, totp_proposed = null, totp_step = ?"
                            + " where user_id = ?")
                    .params(step.getAsLong(), user.value())
                    .update();
            return Optional.of(newRecoveryCodes(user));
        });
    }

    private List<String> newRecoveryCodes(UserId user) {
        List<String> codes = new ArrayList<>();
        sql.sql("delete from ledger.user_recovery_code where user_id = ?")
                .param(user.value())
                .update();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            String code = TimedCode.base32(Secrets.random(RECOVERY_BYTES));
            sql.sql("insert into ledger.user_recovery_code (user_id, code_hash) values (?, ?)")
                    .params(user.value(), Secrets.hash(code))
                    .update();
            codes.add(code.replaceAll("(.{4})(?!$)", "$1-"));
        }
        return codes;
    }

    public void switchOff(UserId user) {
        sql.sql("update ledger.user_access set totp_secret = null, totp_proposed = null where user_id = ?")
                .param(user.value())
                .update();
        sql.sql("delete from ledger.user_recovery_code where user_id = ?")
                .param(user.value())
                .update();
    }

    /** Whether the code is good now; none, of either kind, is good twice. */
    boolean accepts(Access user, String code) {
        String given = plain(code);
        Sealed hidden = user.totpSecret();
        byte[] secret = hidden == null ? null : open(user.organisation(), user.userId(), hidden);
        OptionalLong step = secret == null ? OptionalLong.empty() : TimedCode.step(secret, given, clock.instant());
        if (step.isPresent()) {
            return sql.sql("update ledger.user_access set totp_step = ? where user_id = ? and totp_step < ?")
                            .params(step.getAsLong(), user.userId().value(), step.getAsLong())
                            .update()
                    == 1;
        }
        return sql.sql("delete from ledger.user_recovery_code where user_id = ? and code_hash = ?")
                        .params(user.userId().value(), Secrets.hash(given))
                        .update()
                == 1;
    }

    private static String plain(String code) {
        return code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }

    private byte @Nullable [] open(OrganisationId organisation, UserId user, Sealed hidden) {
        Person person = UserCommand.person(organisation, user);
        return keys.open(person, place(organisation, user), hidden)
                .map(Base64.getDecoder()::decode)
                .orElse(null);
    }

    private static Place place(OrganisationId organisation, UserId user) {
        return new Place(UserCommand.person(organisation, user).stream(), "user_access/totp");
    }
}
