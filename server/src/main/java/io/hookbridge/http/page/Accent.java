package io.hookbridge.http.page;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The colour of buttons, links and marks, with the shades that follow from it. Each can be read on
 * what it stands on: a contrast of 4.5 at least (WCAG 2.2, 1.4.3).
 */
public final class Accent {

    /** The least contrast of letters. */
    private static final double LEAST = 4.5;

    private static final Pattern WRITTEN = Pattern.compile("#([0-9a-fA-F]{6})");

    private static final int WHITE = 0xFFFFFF;

    /**
     * What dark pages stand on, as {@code hookbridge.css} has it, and letters on bright buttons.
     */
    private static final int DARK_SURFACE = 0x161C26;

    private static final int DARK_LETTERS = 0x0B1233;

    private final int light;
    private final int lightTint;
    private final int dark;
    private final int darkTint;

    private Accent(int colour) {
        light = colour;
        lightTint = mixed(WHITE, colour, 0.08);
        int brighter = colour;
        int tint = mixed(DARK_SURFACE, brighter, 0.12);
        for (int step = 1;
                !isLegible(brighter, tint) || !isLegible(DARK_LETTERS, brighter);
                step++) {
            brighter = mixed(colour, WHITE, step / 50.0);
            tint = mixed(DARK_SURFACE, brighter, 0.12);
        }
        dark = brighter;
        darkTint = tint;
    }

    /**
     * @param text such as {@code #3a56d4}
     * @throws IllegalArgumentException with a sentence for whoever chose it, if it is no colour or
     *     too light for letters on white
     */
    public static Accent parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("must be a colour such as #3a56d4");
        }
        int colour = Integer.parseInt(written.group(1), 16);
        double contrast = contrast(colour, mixed(WHITE, colour, 0.08));
        if (contrast < LEAST) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "is too light: its contrast with a white page is %.1f, and people need"
                                    + " %.1f to read letters; take a darker one",
                            contrast,
                            LEAST));
        }
        return new Accent(colour);
    }

    /** What it changes of the common stylesheet. */
    String stylesheet() {
        return """
        :root { --accent: %s; --accent-hover: %s; --on-accent: %s; --tint: %s; }
        @media (prefers-color-scheme: dark) {
            :root { --accent: %s; --accent-hover: %s; --on-accent: %s; --tint: %s; }
        }
        """
                .formatted(
                        css(light),
                        css(mixed(light, 0, 0.2)),
                        css(WHITE),
                        css(lightTint),
                        css(dark),
                        css(mixed(dark, WHITE, 0.3)),
                        css(DARK_LETTERS),
                        css(darkTint));
    }

    private static boolean isLegible(int letters, int ground) {
        return contrast(letters, ground) >= LEAST;
    }

    /** From 1 to 21 (WCAG 2.2, contrast ratio). */
    static double contrast(int one, int other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    /** WCAG 2.2, relative luminance. */
    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16 & 0xFF)
                + 0.7152 * linear(colour >> 8 & 0xFF)
                + 0.0722 * linear(colour & 0xFF);
    }

    private static double linear(int channel) {
        double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    /** The colour on the way from one to the other, {@code share} from 0 to 1. */
    private static int mixed(int from, int to, double share) {
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int begin = from >> shift & 0xFF;
            int end = to >> shift & 0xFF;
            colour |= (int) Math.round(begin + (end - begin) * share) << shift;
        }
        return colour;
    }

    private static String css(int colour) {
        return String.format(Locale.ROOT, "#%06x", colour);
    }
}
