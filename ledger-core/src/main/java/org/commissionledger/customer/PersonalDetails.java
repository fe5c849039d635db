package org.commissionledger.customer;

import java.util.List;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.Fingerprint;
import org.commissionledger.person.PersonKey;
import org.commissionledger.person.PersonName;
import org.commissionledger.person.Sealed;
import org.jspecify.annotations.Nullable;

/** Who a customer is, in plain: never part of an event, an error or a log. */
public record PersonalDetails(EmailAddress email, @Nullable PersonName name) {

    /** As an event will hold them. */
    record Closed(Sealed email, @Nullable Sealed name, Fingerprint details) {}

    static PersonalDetails opened(String email, @Nullable String name) {
        return new PersonalDetails(new EmailAddress(email), name == null ? null : new PersonName(name));
    }

    Closed seal(PersonKey key, StreamId stream) {
        List<String> values = name == null ? List.of(email.value()) : List.of(email.value(), name.value());
        return new Closed(
                key.seal(CustomerEvent.CustomerIdentified.emailIn(stream), email.value()),
                name == null ? null : key.seal(CustomerEvent.CustomerIdentified.nameIn(stream), name.value()),
                key.fingerprint("customer details", values));
    }
}
