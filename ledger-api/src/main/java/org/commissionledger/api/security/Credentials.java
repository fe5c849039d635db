package org.commissionledger.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * The clients' secrets, as hashes, and whether a client may still call. The answer is cached, and forgotten the moment that any node
 * revokes the client; while this node cannot hear the others it asks the database each time.
 */
@Component
public class Credentials {

    private static final String REVOKED = "ledger_client_revoked";
    private static final int SECRET_BYTES = 32;

    private final JdbcClient sql;
    private final PasswordEncoder passwords;
    private final StoreWatcher watcher;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Boolean> active =
            Caffeine.newBuilder().maximumSize(100_000).build();

    Credentials(DataSource dataSource, PasswordEncoder passwords, LedgerCore core) {
        this.sql = JdbcClient.create(dataSource);
        this.passwords = passwords;
        this.watcher = core.watcher();
        watcher.on(REVOKED, active::invalidate, active::invalidateAll);
    }

    /** What a token needs to know of its client. */
    record Credential(
            String clientId,
            String organisation,
            String role,
            @Nullable String providerId,
            @Nullable String accountId,
            String secretHash,
            boolean founder) {}

    public String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    public void store(OrganisationId organisation, Client client, String secret, boolean founder) {
        sql.sql("""
                        insert into ledger.credential
                               (client_id, organisation, role, provider_id, account_id, secret_hash, founder)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (client_id) do nothing""")
                .param(client.clientId().value())
                .param(organisation.value())
                .param(client.role().name())
                .param(client.providerId())
                .param(client.accountId())
                .param(passwords.encode(secret))
                .param(founder)
                .update();
    }

    /** Stores the secret, and destroys it again unless the client comes into being: also when the request fails in any way. */
    public <T> T kept(
            OrganisationId organisation, Client client, String secret, Supplier<T> making, Predicate<T> made) {
        store(organisation, client, secret, false);
        boolean keep = false;
        try {
            T answer = making.get();
            keep = made.test(answer);
            return answer;
        } finally {
            if (!keep) {
                revoke(organisation, client.clientId().value());
            }
        }
    }

    /** Destroys the secret; the client's tokens stop working on every node. */
    public void revoke(OrganisationId organisation, String clientId) {
        sql.sql("delete from ledger.credential where organisation = ? and client_id = ?")
                .params(organisation.value(), clientId)
                .update();
        active.invalidate(clientId);
        sql.sql("select pg_notify('" + REVOKED + "', ?)")
                .param(clientId)
                .query((row, n) -> n)
                .list();
    }

    Optional<Credential> find(String clientId) {
        return sql.sql("select client_id, organisation, role, provider_id, account_id, secret_hash, founder"
                        + " from ledger.credential where client_id = ?")
                .param(clientId)
                .query(Credential.class)
                .optional();
    }

    boolean isActive(String clientId) {
        if (!watcher.isListening(REVOKED)) {
            return exists(clientId);
        }
        Boolean known = active.getIfPresent(clientId);
        if (known != null) {
            return known;
        }
        boolean exists = exists(clientId);
        if (exists) {
            active.put(clientId, true);
            if (!exists(clientId)) { // revoked between the look and the note
                active.invalidate(clientId);
                return false;
            }
        }
        return exists;
    }

    private boolean exists(String clientId) {
        return sql.sql("select count(*) from ledger.credential where client_id = ?")
                        .param(clientId)
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
