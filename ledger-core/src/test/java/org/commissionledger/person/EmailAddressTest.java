package org.commissionledger.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a@b", "ada@example.org", "ada+news@sub.example.org", "ädä@exämple.org", "o'neill@example.org"})
    void takesWhatCouldBeOne(String text) {
        assertThat(new EmailAddress(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ada",
                "@",
                "ada@",
                "@example.org",
                "a@b@c",
                "a b@c",
                "a@b c",
                "a\u0000@b",
                "a@b\u0007",
                "a\n@b",
                "a@.b",
                "a@b.",
                "a@b..c",
                "a\u00A0b@c",
                "a\uD800@b",
                "a@b\u2028c"
            })
    void refusesWhatCannotBe(String text) {
        assertThatExceptionOfType(InvalidEmail.class)
                .isThrownBy(() -> new EmailAddress(text))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("request.invalid-email");
                    assertThat(refusal.field()).isEqualTo("email");
                });
    }

    @Test
    void hasAtMost254Characters() {
        assertThat(new EmailAddress("a".repeat(252) + "@b").value()).hasSize(254);
        assertThatExceptionOfType(InvalidEmail.class).isThrownBy(() -> new EmailAddress("a".repeat(253) + "@b"));
    }

    @Test
    void isLookedUpWithoutCaseAndForm() {
        assertThat(new EmailAddress(" Ada@Example.ORG\t").normalised()).isEqualTo("ada@example.org");
        assertThat(new EmailAddress("a\u0308da@b")).isEqualTo(new EmailAddress("\u00E4da@b"));
        assertThat(new EmailAddress("A\u0308da@b").normalised()).isEqualTo("\u00E4da@b");
    }

    @Test
    void isLookedUpTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr"));
            assertThat(new EmailAddress("IDA@EXAMPLE.ORG").normalised()).isEqualTo("ida@example.org");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void isNotShown() {
        assertThat(new EmailAddress("ada@example.org").toString()).doesNotContain("ada");
        assertThat(new PersonName("Ada").toString()).doesNotContain("Ada");
    }

    @Test
    void aNameIsAnyPlainText() {
        assertThat(new PersonName("  Ada Lovelace ").value()).isEqualTo("Ada Lovelace");
        assertThat(new PersonName("ラブレス 👩‍💻").value()).isEqualTo("ラブレス 👩‍💻");
        assertThat(new PersonName("x".repeat(200)).value()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u0000", "a\nb", "a\uDC00"})
    void aNameIsNothingElse(String text) {
        assertThatExceptionOfType(InvalidName.class)
                .isThrownBy(() -> new PersonName(text))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("request.invalid-text"));
    }

    @Test
    void aNameHasAtMost200Characters() {
        assertThatExceptionOfType(InvalidName.class).isThrownBy(() -> new PersonName("x".repeat(201)));
    }
}
