package org.commissionledger.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SealTest {

    private static final Place EMAIL = place("demo", "customer/c-1", "customer.identified/email");

    private final Random random = new Random(17850);
    private final PersonKey key = new PersonKey(bytes(32));

    private static Place place(String organisation, String stream, String field) {
        return new Place(new StreamId(new OrganisationId(organisation), stream), field);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Of any characters that texts can have, up to {@code bytes} long. */
    private String text(int bytes) {
        StringBuilder text = new StringBuilder();
        while (text.toString().getBytes(StandardCharsets.UTF_8).length + 4 <= bytes) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x10FFFF);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    @Test
    void whatWasSealedOpens() {
        for (int i = 0; i < 500; i++) {
            String text = text(random.nextInt(i < 480 ? 400 : PersonKey.MAX_BYTES));
            assertThat(key.open(EMAIL, key.seal(EMAIL, text))).isEqualTo(text);
        }
        assertThat(key.open(EMAIL, key.seal(EMAIL, ""))).isEmpty();
    }

    @Test
    void theSameTextIsSealedInAnotherWayEachTime() {
        Set<Sealed> all = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(key.seal(EMAIL, "ada@example.org"));
        }
        assertThat(all).hasSize(1_000);
    }

    @Test
    void showsNeitherTheTextNorItsLength() {
        Sealed shorter = key.seal(EMAIL, "a@b.c");
        Sealed longer = key.seal(EMAIL, "ada.lovelace.the.countess@engines.example.org");
        assertThat(shorter.value()).hasSameSizeAs(longer.value()).doesNotContain("a@b");
        assertThat(new String(longer.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("lovelace");
    }

    @Test
    void aChangeOfAnyBitIsFound() {
        Sealed sealed = key.seal(EMAIL, "ada@example.org");
        byte[] bytes = sealed.bytes();
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertBroken(key, EMAIL, Sealed.of(changed));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other|customer/c-1|customer.identified/email",
                "demo|customer/c-2|customer.identified/email",
                "demo|customer/c-1|customer.identified/name",
                "demo|customer/c-1|customer.renamed/email",
                "democ|ustomer/c-1|customer.identified/email",
                "demo|customer/c-1customer|.identified/email"
            })
    void opensNowhereElse(String elsewhere) {
        Sealed sealed = key.seal(EMAIL, "ada@example.org");
        String[] parts = elsewhere.split("\\|");
        assertBroken(key, place(parts[0], parts[1], parts[2]), sealed);
    }

    @Test
    void opensWithNoOtherKey() {
        Sealed sealed = key.seal(EMAIL, "ada@example.org");
        for (int i = 0; i < 100; i++) {
            assertBroken(new PersonKey(bytes(32)), EMAIL, sealed);
        }
    }

    private static void assertBroken(PersonKey key, Place place, Sealed sealed) {
        assertThatExceptionOfType(SealBrokenException.class)
                .isThrownBy(() -> key.open(place, sealed))
                .withMessageNotContaining("ada");
    }

    @Test
    void hasALimit() {
        assertThat(key.seal(EMAIL, "x".repeat(PersonKey.MAX_BYTES))).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> key.seal(EMAIL, "x".repeat(PersonKey.MAX_BYTES + 1)));
    }

    @Nested
    class Form {

        @ParameterizedTest
        @ValueSource(strings = {"", "ada@example.org", "v1:", "v1:ada", "v1:ada@example.org", "v2:AAAA", "\"v1:\""})
        void plainTextIsNoSealedValue(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Sealed(text))
                    .withMessage("not a sealed value");
        }

        @Test
        void isWrittenInOneWayOnly() {
            String value = key.seal(EMAIL, "ada@example.org").value();
            assertThatIllegalArgumentException().isThrownBy(() -> new Sealed(value + "="));
            assertThatIllegalArgumentException().isThrownBy(() -> new Sealed(value.substring(0, value.length() - 4)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Sealed(value.substring(0, value.length() - 1) + "_"));
        }

        @Test
        void goesThroughJsonAsOneText() {
            Sealed sealed = key.seal(EMAIL, "ada@example.org");
            String json = JsonMapper.shared().writeValueAsString(sealed);
            assertThat(json).isEqualTo("\"" + sealed.value() + "\"");
            assertThat(JsonMapper.shared().readValue(json, Sealed.class)).isEqualTo(sealed);
            assertThat(sealed).hasToString("sealed");
        }
    }

    @Nested
    class Fingerprints {

        @Test
        void areTheSameForTheSame() {
            assertThat(key.fingerprint("p", List.of("a", "b"))).isEqualTo(key.fingerprint("p", List.of("a", "b")));
        }

        @Test
        void tellEverythingElseApart() {
            assertThat(Set.of(
                            key.fingerprint("p", List.of("a", "b")),
                            key.fingerprint("p", List.of("b", "a")),
                            key.fingerprint("p", List.of("ab")),
                            key.fingerprint("p", List.of("a")),
                            key.fingerprint("p", List.of()),
                            key.fingerprint("q", List.of("a", "b")),
                            key.fingerprint("pa", List.of("b")),
                            new PersonKey(bytes(32)).fingerprint("p", List.of("a", "b"))))
                    .hasSize(8);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "ada@example.org", "0123456789012345678901234567890123456789@ab"})
        void areNeverPlainText(String text) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint(text));
        }
    }
}
