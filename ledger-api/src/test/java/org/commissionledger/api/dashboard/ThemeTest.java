package org.commissionledger.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThemeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"#000000", "#ffffff", "#808080", "#ffff00", "#0b5fff", "#ff0000", "#767676", "#00ff00", "#1b2029"
            })
    void anyColourCanBeRead(String colour) {
        assertThat(Theme.of(colour).leastContrast()).isGreaterThanOrEqualTo(4.5);
    }

    @Test
    void aColourThatCanBeReadStaysAsItIs() {
        assertThat(Theme.of("#003A9E").css())
                .startsWith(":root{--primary:#003a9e;--button:#003a9e;--on-button:#ffffff;");
    }
}
