package org.commissionledger.organisation;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.person.Place;
import org.commissionledger.person.Sealed;

/** What became of an organisation's users. They stand in the organisation's stream, where it is decided that an ADMIN is left. */
public sealed interface UserEvent extends OrganisationEvent {

    List<EventType> TYPES = List.of(
            EventType.of("user.invited", 1, UserInvited.class),
            EventType.of("user.joined", 1, UserJoined.class),
            EventType.of("user.role-changed", 1, UserRoleChanged.class),
            EventType.of("user.deactivated", 1, UserDeactivated.class));

    UserId userId();

    /** Invited, or invited again. */
    record UserInvited(UserId userId, Sealed email, Role role, Instant at) implements UserEvent {

        /** @param stream the organisation's own */
        public static Place emailIn(StreamId stream) {
            return new Place(stream, "user.invited/email");
        }
    }

    /** The invitation was accepted. */
    record UserJoined(UserId userId, Instant at) implements UserEvent {}

    record UserRoleChanged(UserId userId, Role role, Instant at) implements UserEvent {}

    record UserDeactivated(UserId userId, Instant at) implements UserEvent {}
}
