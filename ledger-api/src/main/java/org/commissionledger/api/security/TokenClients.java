package org.commissionledger.api.security;

import java.time.Duration;
import java.util.Optional;
import org.commissionledger.api.security.Credentials.Credential;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;

/** The authorization server's view of the credentials. */
@Component
class TokenClients implements RegisteredClientRepository {

    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final String ORGANISATION = "org";
    static final String ROLE = "role";
    static final String PROVIDER = "provider";
    static final String ACCOUNT = "account";
    static final String FOUNDER = "founder";

    private final Credentials credentials;

    TokenClients(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return credentials.find(clientId).map(TokenClients::registered).orElse(null);
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    private static RegisteredClient registered(Credential credential) {
        ClientSettings.Builder settings = ClientSettings.builder()
                .setting(ORGANISATION, credential.organisation())
                .setting(ROLE, credential.role())
                .setting(FOUNDER, credential.founder());
        Optional.ofNullable(credential.providerId()).ifPresent(id -> settings.setting(PROVIDER, id));
        Optional.ofNullable(credential.accountId()).ifPresent(id -> settings.setting(ACCOUNT, id));
        return RegisteredClient.withId(credential.clientId())
                .clientId(credential.clientId())
                .clientSecret(credential.secretHash())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenSettings(
                        TokenSettings.builder().accessTokenTimeToLive(LIFETIME).build())
                .clientSettings(settings.build())
                .build();
    }

    /** Called by the server when it wants to upgrade a hash; hashes are written once. */
    @Override
    public void save(RegisteredClient client) {
        // Nothing to do: a secret's hash is never rewritten.
    }
}
