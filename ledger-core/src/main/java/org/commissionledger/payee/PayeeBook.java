package org.commissionledger.payee;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.payee.PayeeCommand.ChangeDetails;
import org.commissionledger.payee.PayeeCommand.EraseDetails;
import org.commissionledger.payee.PayeeEvent.DetailsChanged;
import org.commissionledger.payee.PayeeEvent.DetailsErased;
import org.commissionledger.person.Person;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.Place;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens bank details. Their key is one of the keys of persons; erasing destroys it for good, so what is put after that has a key of
 * the next generation.
 */
public final class PayeeBook {

    private static final String FIELD = "payout-details.changed/details";

    private final EventReader reader;
    private final EventCodec codec;
    private final PersonKeys keys;

    public PayeeBook(EventReader reader, EventCodec codec, PersonKeys keys) {
        this.reader = reader;
        this.codec = codec;
        this.keys = keys;
    }

    /**
     * @param generation of the key for what is put next
     * @param details the last that were put; null when there are none, or they were erased
     * @param head the place of the last event that says so, -1 when there is none
     */
    private record Written(int generation, @Nullable DetailsChanged details, long head) {}

    /** What erases the details that there are now, and whose key is to be destroyed with them. */
    public record Forgetting(Person holder, EraseDetails command) {}

    public Forgetting forgetting(OrganisationId organisation, Instant at) {
        int generation = read(organisation).generation();
        return new Forgetting(
                holder(organisation, generation), new EraseDetails(PayeeCommand.stream(organisation), generation, at));
    }

    private static Person holder(OrganisationId organisation, int generation) {
        return new Person(StreamId.of(organisation, "payout-details", Integer.toString(generation)));
    }

    private static Place place(OrganisationId organisation) {
        return new Place(PayeeCommand.stream(organisation), FIELD);
    }

    /** Seals the details; when they were erased meanwhile, the draft is made again with another key. */
    public Draft change(OrganisationId organisation, BankDetails details, Instant at) {
        Written written = read(organisation);
        StreamId stream = PayeeCommand.stream(organisation);
        Person holder = holder(organisation, written.generation());
        return keys.seal(holder, place(organisation), codec.encode(details))
                .map(s -> new Draft(
                        new ChangeDetails(stream, written.generation(), s, at),
                        Map.of(stream.stream(), written.head())))
                .orElseGet(() -> Draft.refused(new UnknownDetails(), Map.of(stream.stream(), written.head())));
    }

    public boolean isKnown(OrganisationId organisation) {
        return read(organisation).details() != null;
    }

    /** In the clear; nothing when there are none, or they were erased. */
    public Optional<BankDetails> find(OrganisationId organisation) {
        Written written = read(organisation);
        return Optional.ofNullable(written.details())
                .flatMap(e -> keys.open(holder(organisation, e.generation()), place(organisation), e.details()))
                .map(text -> codec.decode(text, BankDetails.class));
    }

    /** Whether the history says that the key of such a holder is to be destroyed; false for any other person. */
    public Predicate<Person> erased() {
        return person -> person.stream().stream().startsWith("payout-details/")
                && StreamSupport.stream(events(person.organisation()).spliterator(), false)
                        .anyMatch(e -> codec.decode(e) instanceof DetailsErased erased
                                && holder(person.organisation(), erased.generation())
                                        .equals(person));
    }

    private Written read(OrganisationId organisation) {
        Written written = new Written(0, null, -1);
        for (RecordedEvent recorded : events(organisation)) {
            written = switch ((PayeeEvent) codec.decode(recorded)) {
                case DetailsChanged e -> new Written(e.generation(), e, recorded.streamSequence());
                case DetailsErased e -> new Written(e.generation() + 1, null, recorded.streamSequence());
            };
        }
        return written;
    }

    private Iterable<RecordedEvent> events(OrganisationId organisation) {
        return reader.stream(PayeeCommand.stream(organisation), 0);
    }
}
