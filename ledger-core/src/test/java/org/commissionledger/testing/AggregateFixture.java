package org.commissionledger.testing;

import java.util.concurrent.Callable;
import java.util.function.Function;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.modelling.command.LockAwareAggregate;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.command.StreamAggregateFactory;
import org.commissionledger.rejection.Rejection;
import org.hamcrest.Description;
import org.hamcrest.Matcher;
import org.hamcrest.TypeSafeMatcher;

/** Axon's given-when-then fixture, for aggregates that are made from the name of their stream. */
public final class AggregateFixture {

    private AggregateFixture() {}

    public static <T> AggregateTestFixture<T> of(Class<T> type, Function<String, T> constructor) {
        AggregateTestFixture<T> fixture = new AggregateTestFixture<>(type);
        EventSourcingRepository.Builder<T> builder = EventSourcingRepository.builder(type)
                .aggregateFactory(new StreamAggregateFactory<>(type, constructor))
                .eventStore(fixture.getEventStore());
        fixture.registerRepository(new StreamRepository<>(builder, constructor));
        return fixture;
    }

    /** Matches a refusal of exactly that class with exactly that code. */
    public static Matcher<Rejection> refusal(Class<? extends Rejection> type, String code) {
        return new RefusalMatcher(type, code, false);
    }

    /** The same, for one that says that what was asked for already holds. */
    public static Matcher<Rejection> alreadyAsAsked(Class<? extends Rejection> type, String code) {
        return new RefusalMatcher(type, code, true);
    }

    /** The fixture offers no way to say how a missing aggregate is made, and would look for a constructor without arguments. */
    private static final class StreamRepository<T> extends EventSourcingRepository<T> {

        private final Function<String, T> constructor;

        StreamRepository(Builder<T> builder, Function<String, T> constructor) {
            super(builder);
            this.constructor = constructor;
        }

        @Override
        protected LockAwareAggregate<T, EventSourcedAggregate<T>> doLoadOrCreate(
                String aggregateIdentifier, Callable<T> unused) throws Exception {
            return super.doLoadOrCreate(aggregateIdentifier, () -> constructor.apply(aggregateIdentifier));
        }
    }

    private static final class RefusalMatcher extends TypeSafeMatcher<Rejection> {

        private final Class<? extends Rejection> type;
        private final String code;
        private final boolean already;

        RefusalMatcher(Class<? extends Rejection> type, String code, boolean already) {
            this.type = type;
            this.code = code;
            this.already = already;
        }

        @Override
        protected boolean matchesSafely(Rejection refusal) {
            return refusal.getClass() == type && refusal.code().equals(code) && refusal.isAlreadyAsAsked() == already;
        }

        @Override
        public void describeTo(Description description) {
            description.appendText(type.getSimpleName() + " " + code + (already ? ", already as asked" : ""));
        }
    }
}
