package io.hookbridge.base;

/** Measures text as people see it. */
public final class Text {

    /** Letters and symbols without a shape: fillers of Hangul and the empty pattern of Braille. */
    private static final String SHAPELESS = "\u115F\u1160\u2800\u3164\uFFA0";

    private Text() {}

    /** How many characters it has, counted as code points: an emoji is one. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /**
     * Whether nothing of it can be seen, whatever it is made of; {@link String#isBlank} knows
     * neither the space that does not break nor the one without width.
     */
    public static boolean isBlank(String text) {
        return text.codePoints().noneMatch(Text::isVisible);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.UNASSIGNED ->
                    false;
            default -> SHAPELESS.indexOf(character) < 0;
        };
    }
}
