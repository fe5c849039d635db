package org.commissionledger.api.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.identity.UuidV7;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The keys that tokens are signed and checked with. Each node makes a key of its own when it starts and keeps the private half in
 * memory; the public halves stand in the database until the tokens of their node have run out, so that every node accepts the tokens
 * of every other, also of one that has restarted.
 */
@Component
class TokenKeys {

    private static final int KEY_BITS = 2048;

    private final JdbcClient sql;
    private final RSAKey own;

    TokenKeys(DataSource dataSource) throws JOSEException {
        this.sql = JdbcClient.create(dataSource);
        this.own = new RSAKeyGenerator(KEY_BITS)
                .keyID(UuidV7.next().toString())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .generate();
        publish();
    }

    JWKSet signing() {
        return new JWKSet(own);
    }

    /** All public keys that have not run out. */
    JWKSet published() {
        List<JWK> keys = new ArrayList<>();
        for (String jwk : sql.sql("select public_jwk from ledger.token_key where expires_at > now()")
                .query(String.class)
                .list()) {
            try {
                keys.add(JWK.parse(jwk));
            } catch (ParseException e) {
                throw new IllegalStateException("a published token key cannot be read", e);
            }
        }
        return new JWKSet(keys);
    }

    /** Kept alive as long as the node is: a day ahead, looked after every hour. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
    void publish() {
        sql.sql("""
                        insert into ledger.token_key (key_id, public_jwk, expires_at) values (?, ?, now() + interval '1 day')
                        on conflict (key_id) do update set expires_at = excluded.expires_at""").params(own.getKeyID(), own.toPublicJWK().toJSONString()).update();
        sql.sql("delete from ledger.token_key where expires_at < now()").update();
    }
}
