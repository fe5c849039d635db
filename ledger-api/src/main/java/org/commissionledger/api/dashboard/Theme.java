package org.commissionledger.api.dashboard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The organisation's colour, made fit to be read: WCAG 2.2 AA wants a contrast of 4.5 between text and what is behind it. The hue stays; only as much light is
 * added or taken as is needed.
 */
public record Theme(String primary) {

    private static final String USUAL = "#0b5fff";
    private static final double ENOUGH = 4.5;
    /** The darkest ground of light pages that text in the colour stands on: an entry of the menu that is open. */
    private static final Rgb LIGHT_PAGE = Rgb.of("#eceff4");

    private static final Rgb DARK_PAGE = Rgb.of("#262d39");

    /** The colour of one who has chosen none. */
    public static Theme of(@Nullable String colour) {
        return new Theme(colour == null ? USUAL : colour.toLowerCase(Locale.ROOT));
    }

    /** For addresses: another theme is another file. */
    public String version() {
        return primary.substring(1);
    }

    /** The custom properties that the style sheet is written with. */
    public String css() {
        return ":root{" + properties(LIGHT_PAGE) + "}\n@media (prefers-color-scheme: dark){:root{"
                + properties(DARK_PAGE) + "}}\n";
    }

    private String properties(Rgb page) {
        Rgb button = Rgb.of(primary);
        Rgb text = button.readableOn(page);
        Rgb label = button.contrast(Rgb.WHITE) >= ENOUGH ? Rgb.WHITE : Rgb.BLACK;
        return "--primary:" + text.hex() + ";--button:" + button.hex() + ";--on-button:" + label.hex() + ";";
    }

    /** Contrast of the three pairs that the style sheet makes, for tests: each is {@link #ENOUGH} or more. */
    double leastContrast() {
        double least = 21;
        for (Rgb page : new Rgb[] {LIGHT_PAGE, DARK_PAGE}) {
            least = Math.min(least, Rgb.of(primary).readableOn(page).contrast(page));
        }
        Rgb button = Rgb.of(primary);
        return Math.min(least, Math.max(button.contrast(Rgb.WHITE), button.contrast(Rgb.BLACK)));
    }

    /** @param red 0 to 255, as the others */
    private record Rgb(int red, int green, int blue) {

        private static final Rgb WHITE = new Rgb(255, 255, 255);
        private static final Rgb BLACK = new Rgb(0, 0, 0);

        static Rgb of(String hex) {
            int value = Integer.parseInt(hex.substring(1), 16);
            return new Rgb(value >> 16, (value >> 8) & 255, value & 255);
        }

        String hex() {
            return String.format("#%02x%02x%02x", red, green, blue);
        }

        /** Relative luminance as WCAG defines it, 0 to 1. */
        private double luminance() {
            return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        }

        private static double linear(int channel) {
            double part = channel / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }

        double contrast(Rgb other) {
            double mine = luminance() + 0.05;
            double its = other.luminance() + 0.05;
            return Math.max(mine, its) / Math.min(mine, its);
        }

        Rgb readableOn(Rgb page) {
            Rgb towards = page.luminance() > 0.5 ? BLACK : WHITE;
            Rgb mixed = this;
            for (int step = 1; step <= 20 && mixed.contrast(page) < ENOUGH; step++) {
                mixed = mix(towards, step / 20.0);
            }
            return mixed;
        }

        private Rgb mix(Rgb other, double share) {
            return new Rgb(mix(red, other.red, share), mix(green, other.green, share), mix(blue, other.blue, share));
        }

        private static int mix(int from, int to, double share) {
            return (int) Math.round(from + (to - from) * share);
        }
    }
}
