package org.commissionledger.organisation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.commissionledger.organisation.User.State;
import org.commissionledger.organisation.UserEvent.UserDeactivated;
import org.commissionledger.organisation.UserEvent.UserInvited;
import org.commissionledger.organisation.UserEvent.UserJoined;
import org.commissionledger.organisation.UserEvent.UserRoleChanged;

/** The users of one organisation, and the rules that hold among them. */
final class Users {

    private final Map<String, User> byId = new LinkedHashMap<>();

    Users() {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Users(Map<String, User> byId) {
        this.byId.putAll(byId);
    }

    @JsonValue
    Map<String, User> byId() {
        return byId;
    }

    /** @throws UnknownUser also for one who was deactivated */
    User require(UserId id) {
        User user = byId.get(id.value());
        if (user == null || user.state() == State.DEACTIVATED) {
            throw new UnknownUser();
        }
        return user;
    }

    void requireInvitable(UserId id, Role role) {
        requireSuitable(role);
        User known = byId.get(id.value());
        if (known != null && known.isActive()) {
            throw new UserActive();
        }
    }

    static void requireSuitable(Role role) {
        if (!User.ROLES.contains(role)) {
            throw new UnsuitableRole(role);
        }
    }

    /** Somebody who has joined must be left who can let others in. */
    void requireAnotherAdmin(User leaving) {
        if (leaving.isActive() && leaving.role() == Role.ADMIN && admins() == 1) {
            throw new LastAdminUser();
        }
    }

    private long admins() {
        return byId.values().stream()
                .filter(user -> user.isActive() && user.role() == Role.ADMIN)
                .count();
    }

    void evolve(UserEvent event) {
        String id = event.userId().value();
        switch (event) {
            case UserInvited e -> byId.put(id, new User(e.userId(), e.email(), e.role(), State.INVITED, e.at()));
            case UserJoined e -> byId.computeIfPresent(id, (key, user) -> user.in(State.ACTIVE));
            case UserRoleChanged e -> byId.computeIfPresent(id, (key, user) -> user.as(e.role()));
            case UserDeactivated e -> byId.computeIfPresent(id, (key, user) -> user.in(State.DEACTIVATED));
        }
    }
}
