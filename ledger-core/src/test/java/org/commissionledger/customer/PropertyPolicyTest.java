package org.commissionledger.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.organisation.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyPolicyTest {

    private static final PropertyPolicy POLICY = PropertyPolicy.allowing(
            IntStream.range(0, 100).mapToObj(i -> "k" + i).toList());

    @Test
    void letsListedNamesInInTheOrderGiven() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("k9", "spring");
        given.put("k1", 3);
        given.put("k5", new BigDecimal("0.25"));
        given.put("k2", true);
        assertThat(POLICY.check(given))
                .containsExactly(
                        Map.entry("k9", "spring"), Map.entry("k1", 3L), Map.entry("k5", 0.25), Map.entry("k2", true));
    }

    @Test
    void hasNothingToSayAboutNone() {
        assertThat(POLICY.check(null)).isNull();
        assertThat(POLICY.check(Map.of())).isNull();
    }

    @Test
    void leavesOutWhatIsNotListed() {
        assertThat(PropertyPolicy.of(Settings.NONE).check(Map.of("campaign", "spring")))
                .isNull();
        assertThat(POLICY.check(Map.of("ada@example.org", List.of("anything"), "k1", 2)))
                .containsExactly(Map.entry("k1", 2L));
    }

    @Test
    void countsWhatIsLeftOut() {
        assertThatExceptionOfType(PropertiesTooLarge.class)
                .isThrownBy(() -> POLICY.check(Map.of("free text", "x".repeat(PropertyPolicy.MAX_BYTES))));
    }

    @Test
    void takesItsListFromTheSettings() {
        PropertyPolicy policy = PropertyPolicy.of(new Settings(null, null, null, List.of("campaign")));
        assertThat(policy.check(Map.of("campaign", "spring"))).containsExactly(Map.entry("campaign", "spring"));
    }

    private static Stream<Object> wrongValues() {
        return Stream.of(
                List.of("a"),
                Map.of("a", "b"),
                "x".repeat(257),
                "\uD800",
                "a\u0000b",
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                (1L << 53) + 1,
                BigInteger.TWO.pow(64),
                new BigDecimal("0.12345678901234567890"),
                new BigDecimal("1e400"),
                'c');
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void refusesWhatIsNoShortFlatValue(Object value) {
        assertThatExceptionOfType(InvalidProperty.class)
                .isThrownBy(() -> POLICY.check(Map.of("k1", value)))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("customer.invalid-property");
                    assertThat(refusal.field()).isEqualTo("properties.k1");
                });
    }

    @Test
    void refusesNull() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("k1", null);
        assertThatExceptionOfType(InvalidProperty.class).isThrownBy(() -> POLICY.check(given));
    }

    @Test
    void takesTheLargestOfEverything() {
        assertThat(POLICY.check(Map.of("k1", "x".repeat(256)))).isNotNull();
        assertThat(POLICY.check(Map.of("k1", 1L << 53))).containsValue(1L << 53);
        assertThat(POLICY.check(Map.of("k1", BigInteger.TEN.negate()))).containsValue(-10L);
        assertThat(POLICY.check(Map.of("k1", new BigDecimal("12")))).containsValue(12L);
        assertThat(POLICY.check(Map.of("k1", 1.5f))).containsValue(1.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {4_096, 4_097})
    void drawsTheLineAt4096BytesOfJson(int bytes) {
        Map<String, Object> given = new LinkedHashMap<>();
        int left = bytes - 2;
        for (int i = 10; left > 0; i++) {
            int around = "'k10':'',".length() - (left <= 264 ? 1 : 0);
            int text = Math.min(256, left - around);
            given.put("k" + i, "x".repeat(text));
            left -= around + text;
        }
        assertThat(json(given)).hasSize(bytes);
        if (bytes <= PropertyPolicy.MAX_BYTES) {
            assertThat(POLICY.check(given)).isNotNull();
        } else {
            assertThatExceptionOfType(PropertiesTooLarge.class)
                    .isThrownBy(() -> POLICY.check(given))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("customer.properties-too-large"));
        }
    }

    @Test
    void countsBytesAsTheyAreStored() {
        Random random = new Random(17850);
        String characters = "az09 \"\\\n\t\u0001\u001F\u007Fäß€語\u2028";
        for (int i = 0; i < 2_000; i++) {
            Map<String, Object> given = new LinkedHashMap<>();
            int size = random.nextInt(6);
            for (int k = 0; k < size; k++) {
                given.put("k" + k, value(random, characters));
            }
            Map<String, Object> flat = PropertyValues.flat(given);
            assertThat(PropertyValues.jsonBytes(flat)).as("%s", flat).isEqualTo(json(flat).length);
        }
    }

    private static Object value(Random random, String characters) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong() >> 11;
            case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(-20, 20));
            case 2 -> random.nextBoolean();
            default -> {
                StringBuilder text = new StringBuilder();
                random.ints(random.nextInt(30), 0, characters.length()).forEach(c -> text.append(characters.charAt(c)));
                yield text + (random.nextBoolean() ? "😀" : "");
            }
        };
    }

    private static byte[] json(Map<String, Object> properties) {
        return LedgerCore.codec().encode(properties).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void valuesComeBackFromTheStoreAsTheyWent() {
        Map<String, Object> given = new LinkedHashMap<>();
        for (Object value : Arrays.asList("x", "", true, false, 0, -1, 1L << 53, 0.1, 1e300, -0.0, 5.0)) {
            given.put("k" + given.size(), value);
        }
        CustomerEvent.EventRecorded event = new CustomerEvent.EventRecorded(
                new CustomerId("c"),
                new CustomerEventId("e"),
                EventName.VISITED,
                null,
                null,
                null,
                null,
                POLICY.check(given),
                java.time.Instant.EPOCH);
        String stored = LedgerCore.codec().encode(event);
        assertThat(LedgerCore.codec().decode(stored, CustomerEvent.EventRecorded.class))
                .isEqualTo(event);
    }
}
