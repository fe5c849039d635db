package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.commissionledger.eventstore.EventCodec.Upcaster;
import org.commissionledger.money.Money;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EventCodecTest {

    private static final Instant AT = Instant.parse("2011-03-01T00:00:00.123456Z");
    private static final Money PRICE = Money.ofMinor(15_640, Currency.getInstance("GBP"));

    /** Was {@code {"title","pence","at"}} in revision 1 and {@code {"name","pence","at"}} in revision 2. */
    private record ThingSold(String name, Money price, Instant at) implements LedgerEvent {}

    private record ThingLost(String name, @Nullable String reason, long count, Instant at) implements LedgerEvent {}

    private static final EventTypes TYPES = new EventTypes(
            List.of(EventType.of("thing.sold", 3, ThingSold.class), EventType.of("thing.lost", 1, ThingLost.class)));

    private static final Upcaster NAME_FOR_TITLE = new Upcaster("thing.sold", 1, old -> {
        JsonNode title = old.remove("title");
        old.set("name", title);
        return old;
    });

    private static final Upcaster PRICE_FOR_PENCE = new Upcaster("thing.sold", 2, old -> {
        JsonNode pence = old.remove("pence");
        ObjectNode price = old.putObject("price");
        price.set("amount", pence);
        price.put("currency", "GBP");
        return old;
    });

    private static RecordedEvent stored(String type, int revision, String payload) {
        return new RecordedEvent(
                1,
                new OrganisationId("demo"),
                1,
                new UUID(0, 1),
                "thing/1",
                0,
                type,
                revision,
                AT,
                AT,
                payload,
                "{}",
                new byte[32]);
    }

    private static EventCodec codec(Upcaster... upcasters) {
        return new EventCodec(TYPES, List.of(upcasters));
    }

    @Nested
    class Text {

        @Test
        void isCompactInTheOrderOfTheComponentsAndLeavesOutWhatIsAbsent() {
            assertThat(codec().encode(new ThingLost("Tea", null, 2, AT)))
                    .isEqualTo("{\"name\":\"Tea\",\"count\":2,\"at\":\"2011-03-01T00:00:00.123456Z\"}");
        }

        @Test
        void keepsEveryCharacterAndEveryDigit() {
            ThingLost event = new ThingLost("\"£茶🫖\"\n", "\\", Long.MAX_VALUE, Instant.parse("2011-03-01T00:00:00Z"));
            String text = codec().encode(event);
            assertThat(codec().decode(stored("thing.lost", 1, text))).isEqualTo(event);
        }

        @Test
        void withAnUnknownFieldIsRefused() {
            String text = "{\"name\":\"Tea\",\"count\":2,\"at\":\"2011-03-01T00:00:00Z\",\"colour\":\"red\"}";
            assertThatThrownBy(() -> codec().decode(stored("thing.lost", 1, text)))
                    .isInstanceOf(JacksonException.class)
                    .hasMessageContaining("colour");
        }

        @Test
        void withNothingForANumberIsRefused() {
            String text = "{\"name\":\"Tea\",\"count\":null,\"at\":\"2011-03-01T00:00:00Z\"}";
            assertThatThrownBy(() -> codec().decode(stored("thing.lost", 1, text)))
                    .isInstanceOf(JacksonException.class);
        }
    }

    @Nested
    class Upcasting {

        private static final String OLDEST =
                "{\"title\":\"Tea\",\"pence\":15640,\"at\":\"2011-03-01T00:00:00.123456Z\"}";
        private static final String OLD = "{\"name\":\"Tea\",\"pence\":15640,\"at\":\"2011-03-01T00:00:00.123456Z\"}";

        @Test
        void liftsAnOldFormRevisionByRevision() {
            EventCodec codec = codec(PRICE_FOR_PENCE, NAME_FOR_TITLE);
            ThingSold sold = new ThingSold("Tea", PRICE, AT);
            assertThat(codec.decode(stored("thing.sold", 1, OLDEST))).isEqualTo(sold);
            assertThat(codec.decode(stored("thing.sold", 2, OLD))).isEqualTo(sold);
            assertThat(codec.decode(stored("thing.sold", 3, codec.encode(sold))))
                    .isEqualTo(sold);
        }

        @Test
        void namesTheRevisionThatNothingLifts() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> codec(NAME_FOR_TITLE).decode(stored("thing.sold", 1, OLDEST)))
                    .withMessageContaining("thing.sold")
                    .withMessageContaining("revision 2");
        }

        @Test
        void namesATypeWithoutAnyUpcaster() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> codec().decode(stored("thing.sold", 1, OLDEST)))
                    .withMessageContaining("thing.sold")
                    .withMessageContaining("revision 1");
        }
    }

    @Nested
    class Unknown {

        @Test
        void aTypeIsNamed() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> codec().decode(stored("thing.found", 1, "{}")))
                    .withMessageContaining("thing.found")
                    .withMessageContaining("newer version");
        }

        @Test
        void aLaterRevisionIsNotReadAsThePresentOne() {
            String text = codec().encode(new ThingSold("Tea", PRICE, AT));
            assertThatIllegalStateException()
                    .isThrownBy(() -> codec().decode(stored("thing.sold", 4, text)))
                    .withMessageContaining("thing.sold")
                    .withMessageContaining("4")
                    .withMessageContaining("newer version");
        }

        @Test
        void aClassIsNamed() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TYPES.of(String.class))
                    .withMessageContaining("String");
        }
    }

    @Test
    void neitherANameNorAClassIsRegisteredTwice() {
        EventType sold = EventType.of("thing.sold", 1, ThingSold.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventTypes(List.of(sold, EventType.of("thing.sold", 1, ThingLost.class))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventTypes(List.of(sold, EventType.of("thing.given", 1, ThingSold.class))));
    }
}
