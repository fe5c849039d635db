package org.commissionledger.customer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.Channel;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.person.Fingerprint;
import org.commissionledger.person.PersonKey;
import org.commissionledger.person.Place;
import org.commissionledger.person.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * What a customer did, and what became known of who they are. The two stand in streams of their own: what was decided must be read
 * to decide again, what customers did comes by the thousand and is never read for a decision.
 */
public sealed interface CustomerEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(
            EventType.of("customer.event-recorded", 1, EventRecorded.class),
            EventType.of("customer.identified", 1, CustomerIdentified.class),
            EventType.of("customer.merged", 1, CustomerMerged.class),
            EventType.of("customer.merged-into", 1, CustomerMergedInto.class),
            EventType.of("customer.personal-data-erased", 1, PersonalDataErased.class));

    /** Whose stream it stands in. */
    CustomerId customerId();

    /**
     * Something that a customer did; stands in the stream of {@link CustomerCommand#eventsStream}. An
     * {@code eventId} that the client gave stands there once, however often it was sent ({@link CustomerEvents}).
     *
     * @param categoryId the product's when it was recorded
     * @param channel the integration's when it was recorded
     * @param properties what {@link PropertyPolicy} let in: texts, whole numbers as {@link Long}, others as {@link Double}, and
     *     {@link Boolean}
     */
    record EventRecorded(
            CustomerId customerId,
            CustomerEventId eventId,
            EventName type,
            @Nullable ProductId productId,
            @Nullable CategoryId categoryId,
            @Nullable IntegrationId integrationId,
            @Nullable Channel channel,
            @Nullable Map<String, Object> properties,
            Instant at)
            implements CustomerEvent {

        /** @throws IllegalArgumentException when {@code properties} hold anything else, such as lists */
        public EventRecorded {
            properties = properties == null ? null : PropertyValues.flat(properties);
        }
    }

    /** What {@link Customer} decided; stands in the stream of {@link CustomerCommand#stream}. */
    sealed interface Decided extends CustomerEvent {}

    /**
     * The person said who they are, or said it anew: what an earlier event of the stream says holds no more.
     *
     * @param details tells the same email and name from others, while the person's key exists
     */
    record CustomerIdentified(
            CustomerId customerId, Sealed email, @Nullable Sealed name, Fingerprint details, Instant at)
            implements Decided {

        public static Place emailIn(StreamId stream) {
            return new Place(stream, "customer.identified/email");
        }

        public static Place nameIn(StreamId stream) {
            return new Place(stream, "customer.identified/name");
        }

        /**
         * What was sealed.
         *
         * @param stream the stream that this event stands in
         * @throws org.commissionledger.person.SealBrokenException when it was not sealed by this key for that stream
         */
        public PersonalDetails open(PersonKey key, StreamId stream) {
            return PersonalDetails.opened(
                    key.open(emailIn(stream), email), name == null ? null : key.open(nameIn(stream), name));
        }
    }

    /** What {@code anonymousId} did, and will do, this customer did. */
    record CustomerMerged(CustomerId customerId, CustomerId anonymousId, Instant at) implements Decided {}

    /** The other side of {@link CustomerMerged}, in the stream of the anonymous one. */
    record CustomerMergedInto(CustomerId customerId, CustomerId knownId, Instant at) implements Decided {}

    /** Nobody will know any more who this was; the key of the person is destroyed after it. */
    record PersonalDataErased(CustomerId customerId, Instant at) implements Decided {}
}
