package org.commissionledger.organisation;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.person.Person;
import org.commissionledger.person.Sealed;

/** Wishes to change who may work in an organisation's name. */
public sealed interface UserCommand extends OrganisationCommand {

    /** Whose key seals what identifies the user. */
    static Person person(OrganisationId organisation, UserId user) {
        return new Person(StreamId.of(organisation, "user", user.value()));
    }

    /** Invites someone for the first time, or again; who has joined already is left alone. */
    record InviteUser(@TargetAggregateIdentifier StreamId stream, UserId userId, Sealed email, Role role, Instant at)
            implements UserCommand {}

    /** The invitation is accepted. */
    record JoinUser(@TargetAggregateIdentifier StreamId stream, UserId userId, Instant at) implements UserCommand {}

    record ChangeUserRole(@TargetAggregateIdentifier StreamId stream, UserId userId, Role role, Instant at)
            implements UserCommand {}

    record DeactivateUser(@TargetAggregateIdentifier StreamId stream, UserId userId, Instant at)
            implements UserCommand {}
}
