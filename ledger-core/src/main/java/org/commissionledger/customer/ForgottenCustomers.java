package org.commissionledger.customer;

import java.util.function.Predicate;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventTypes;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.person.Person;

/** Tells from the history alone who was forgotten. */
public final class ForgottenCustomers implements Predicate<Person> {

    private final EventReader reader;
    private final String erased;

    public ForgottenCustomers(EventReader reader, EventTypes types) {
        this.reader = reader;
        this.erased = types.of(PersonalDataErased.class).name();
    }

    /** Reads the person's stream, which is short. */
    @Override
    public boolean test(Person person) {
        for (RecordedEvent event : reader.stream(person.stream(), 0)) {
            if (event.type().equals(erased)) {
                return true;
            }
        }
        return false;
    }
}
