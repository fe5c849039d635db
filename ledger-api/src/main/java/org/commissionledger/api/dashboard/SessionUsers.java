package org.commissionledger.api.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.function.Supplier;
import org.commissionledger.api.users.SignIn.SignedIn;
import org.commissionledger.api.web.Caller;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.UserId;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;

/**
 * Who a session belongs to. The session holds a name and nothing else; what the user may do is looked up at every request, so that a changed role counts at
 * once and a deactivated user is out.
 */
@Component
class SessionUsers implements SecurityContextRepository {

    private static final String USER = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
    private static final String HALF = "dashboard.half-signed-in";

    private final OrganisationUsers users;

    SessionUsers(OrganisationUsers users) {
        this.users = users;
    }

    /** Somebody at the dashboard, with their role as authority. */
    private static final class UserToken extends AbstractAuthenticationToken {
        private final transient Caller caller;

        private UserToken(Caller caller) {
            super(AuthorityUtils.createAuthorityList("ROLE_" + caller.role()));
            this.caller = caller;
            setAuthenticated(true);
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Caller getPrincipal() {
            return caller;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof UserToken token && token.caller.equals(caller);
        }

        @Override
        public int hashCode() {
            return caller.hashCode();
        }
    }

    /** From now on the session is theirs, under an identifier that nobody knew before. */
    static void begin(HttpServletRequest request, SignedIn user) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        request.getSession(true).setAttribute(USER, name(user));
    }

    /** They know the password; a code is still wanted. */
    static void beginHalf(HttpServletRequest request, SignedIn user) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        request.getSession(true).setAttribute(HALF, name(user));
    }

    /** Who has given the password and not yet the code. */
    static Optional<SignedIn> half(HttpServletRequest request) {
        return attribute(request, HALF);
    }

    static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private static String name(SignedIn user) {
        return user.organisation() + "/" + user.userId();
    }

    private static Optional<SignedIn> attribute(HttpServletRequest request, String attribute) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(attribute) instanceof String name)) {
            return Optional.empty();
        }
        int slash = name.indexOf('/');
        return Optional.of(
                new SignedIn(new OrganisationId(name.substring(0, slash)), new UserId(name.substring(slash + 1))));
    }

    private SecurityContext load(HttpServletRequest request) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        attribute(request, USER)
                .ifPresent(signedIn -> users.active(signedIn.organisation(), signedIn.userId())
                        .ifPresentOrElse(
                                user -> context.setAuthentication(new UserToken(Caller.atDashboard(
                                        signedIn.organisation(),
                                        signedIn.userId().value(),
                                        user.role()))),
                                () -> end(request)));
        return context;
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new DeferredUser(() -> load(request));
    }

    /** Nothing but signing in puts somebody into a session. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return attribute(request, USER).isPresent();
    }

    private static final class DeferredUser implements DeferredSecurityContext {
        private final Supplier<SecurityContext> loading;
        private @Nullable SecurityContext loaded;

        private DeferredUser(Supplier<SecurityContext> loading) {
            this.loading = loading;
        }

        @Override
        public SecurityContext get() {
            if (loaded == null) {
                loaded = loading.get();
            }
            return loaded;
        }

        @Override
        public boolean isGenerated() {
            return get().getAuthentication() == null;
        }
    }
}
