package org.commissionledger.api.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.commissionledger.api.users.SignIn.SignedIn;
import org.commissionledger.api.users.Vouched;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/**
 * Sign-in through an outside OpenID Connect provider, where {@code spring.security.oauth2.client} names one. What it vouches for is an
 * address; who may come in is decided here.
 */
@Component
class OutsideSignIn {

    /** Followed by the name of the registration. */
    private static final String BEGIN = "/sign-in/oidc";

    private static final String REFUSED = "/sign-in?refused";

    private final ObjectProvider<ClientRegistrationRepository> registrations;
    private final Vouched vouched;

    OutsideSignIn(ObjectProvider<ClientRegistrationRepository> registrations, Vouched vouched) {
        this.registrations = registrations;
        this.vouched = vouched;
    }

    /** A link of the sign-in page. */
    record Provider(String path, String name) {}

    List<Provider> providers() {
        if (!(registrations.getIfAvailable() instanceof Iterable<?> all)) {
            return List.of();
        }
        return StreamSupport.stream(all.spliterator(), false)
                .map(ClientRegistration.class::cast)
                .map(one -> new Provider(BEGIN + "/" + one.getRegistrationId(), one.getClientName()))
                .toList();
    }

    void configure(HttpSecurity http) throws Exception {
        if (registrations.getIfAvailable() == null) {
            return;
        }
        http.oauth2Login(login -> login.loginPage("/sign-in")
                .authorizationEndpoint(endpoint -> endpoint.baseUri(BEGIN))
                .redirectionEndpoint(endpoint -> endpoint.baseUri(BEGIN + "/callback/*"))
                .authorizedClientRepository(new NothingKept())
                .successHandler(this::came)
                .failureHandler((request, response, e) -> response.sendRedirect(REFUSED)));
    }

    /** Of the provider's tokens: nobody asks it for anything once it has said who came. */
    private static final class NothingKept implements OAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registration, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {
            // not kept
        }

        @Override
        public void removeAuthorizedClient(
                String registration, Authentication who, HttpServletRequest request, HttpServletResponse response) {
            // was not kept
        }
    }

    /** The provider's own token is not kept: from here on there is only a session of ours. */
    private void came(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        Optional<SignedIn> user = authentication.getPrincipal() instanceof OidcUser person
                        && person.getEmail() instanceof String email
                        && Boolean.TRUE.equals(person.getEmailVerified())
                ? vouched.signIn(email)
                : Optional.empty();
        if (user.isEmpty()) {
            SessionUsers.end(request);
            response.sendRedirect(REFUSED);
            return;
        }
        SessionUsers.begin(request, user.get());
        response.sendRedirect("/");
    }
}
