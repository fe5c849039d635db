package org.commissionledger.api.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.commissionledger.api.dashboard.DateRange.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateRangeTest {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final LocalDate TODAY = LocalDate.of(2024, 3, 31);

    @ParameterizedTest
    @CsvSource({
        "today, 2024-03-31, 2024-03-31",
        "7d, 2024-03-25, 2024-03-31",
        "30d, 2024-03-02, 2024-03-31",
        "month, 2024-03-01, 2024-03-31",
        "last-month, 2024-02-01, 2024-02-29",
        "year, 2024-01-01, 2024-03-31"
    })
    void aPresetIsMadeOfWholeDays(String preset, LocalDate first, LocalDate last) {
        DateRange range = DateRange.read(preset, null, null, Preset.ALL, TODAY, LONDON);
        assertThat(range.first()).isEqualTo(first);
        assertThat(range.last()).isEqualTo(last);
    }

    @Test
    void allHasNoBeginning() {
        assertThat(DateRange.read("all", null, null, Preset.THIRTY, TODAY, LONDON)
                        .from())
                .isNull();
    }

    /** The day on which clocks went forward has 23 hours. */
    @Test
    void aDayIsTheReadersDay() {
        DateRange today = DateRange.read("today", null, null, Preset.ALL, TODAY, LONDON);
        assertThat(today.from()).isEqualTo(Instant.parse("2024-03-31T00:00:00Z"));
        assertThat(today.to()).isEqualTo(Instant.parse("2024-03-31T23:00:00Z"));
    }

    @Test
    void chosenDaysStandBeforeAnyPresetThatIsMeantOtherwise() {
        DateRange range = DateRange.read(null, "2024-01-10", "2024-01-05", Preset.THIRTY, TODAY, LONDON);
        assertThat(range.first()).isEqualTo(LocalDate.of(2024, 1, 5));
        assertThat(range.last()).isEqualTo(LocalDate.of(2024, 1, 10));
    }

    @Test
    void aDayThatNoClockReachesIsNone() {
        DateRange range = DateRange.read(null, "0000-01-10", "9999-12-31", Preset.THIRTY, TODAY, LONDON);
        assertThat(range.preset()).isEqualTo(Preset.THIRTY);
    }

    @Test
    void nothingGoesBehindAPastDay() {
        DateRange range = DateRange.read(null, "2024-02-01", "2024-03-10", Preset.THIRTY, TODAY, LONDON);
        assertThat(range.until(LocalDate.of(2024, 2, 10)).last()).isEqualTo(LocalDate.of(2024, 2, 10));
        assertThat(range.until(LocalDate.of(2024, 1, 1)).first()).isEqualTo(LocalDate.of(2024, 1, 1));
        assertThat(range.until(TODAY)).isEqualTo(range);
    }
}
