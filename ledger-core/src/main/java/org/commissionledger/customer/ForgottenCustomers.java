package org.commissionledger.customer;

import java.util.List;
import java.util.function.Predicate;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventTypes;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.person.Person;

/** Tells from the history alone who was forgotten. */
public final class ForgottenCustomers implements Predicate<Person> {

    private static final int PAGE = 1_000;

    private final EventReader reader;
    private final String erased;

    public ForgottenCustomers(EventReader reader, EventTypes types) {
        this.reader = reader;
        this.erased = types.of(PersonalDataErased.class).name();
    }

    /** Reads the person's stream, which is short. */
    @Override
    public boolean test(Person person) {
        List<RecordedEvent> page = reader.stream(person.stream(), 0, PAGE);
        while (!page.isEmpty()) {
            if (page.stream().anyMatch(event -> event.type().equals(erased))) {
                return true;
            }
            page = page.size() < PAGE
                    ? List.of()
                    : reader.stream(person.stream(), page.getLast().streamSequence() + 1, PAGE);
        }
        return false;
    }
}
