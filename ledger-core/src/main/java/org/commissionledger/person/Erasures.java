package org.commissionledger.person;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.commissionledger.identity.UuidV7;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets persons. That it was decided stands in the history, that it was done in another table: a note from before the one until
 * after the other tells any node what to finish, should whoever began be stopped in between.
 */
public final class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final int AT_A_TIME = 10_000;

    /** Much longer than a decision can take: whoever wrote such a note ended before anything was decided. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final ErasureNotes notes;
    private final PersonKeys keys;
    private final Predicate<Person> isForgotten;
    private final Clock clock;

    /** @param isForgotten whether the history says that the person was forgotten */
    public Erasures(DataSource pool, PersonKeys keys, Predicate<Person> isForgotten, Clock clock) {
        this.notes = new ErasureNotes(pool);
        this.keys = keys;
        this.isForgotten = isForgotten;
        this.clock = clock;
    }

    /**
     * Has it decided, then destroys the person's key.
     *
     * @param decide writes the decision into the history; when it throws, nobody knows whether it stands there, and
     *     {@link #catchUp()} will look
     * @param holds whether it was decided that the person is forgotten, now or before
     * @return what was decided
     * @throws KeysUnavailableException when the key could not be destroyed now; it will be
     */
    public <T> T erase(Person person, Supplier<T> decide, Predicate<T> holds) {
        UUID note = UuidV7.next();
        notes.write(note, person);
        T decision = decide.get();
        if (holds.test(decision)) {
            carryOut(note, person);
        } else {
            notes.strike(note);
        }
        return decision;
    }

    private void carryOut(UUID note, Person person) {
        keys.destroy(person);
        notes.strike(note);
    }

    /**
     * Finishes what was begun, here or on another node; what is under way elsewhere at this moment may be done twice, which is the
     * same as once.
     *
     * @return how many erasures it carried out
     */
    public int catchUp() {
        int carriedOut = 0;
        for (ErasureNotes.Note note : notes.oldest(AT_A_TIME)) {
            if (isForgotten.test(note.person())) {
                carryOut(note.id(), note.person());
                LOG.info("The key of {} was destroyed, as was decided before", note.person());
                carriedOut++;
            } else if (note.notedAt().isBefore(clock.instant().minus(ABANDONED))) {
                notes.strike(note.id());
            }
        }
        return carriedOut;
    }
}
