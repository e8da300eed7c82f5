package io.hookbridge.sdk.json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one text from its beginning to its end. */
final class JsonReader {

    private static final int DEEPEST = 200;

    /** The time to make a number of its digits grows with the square of how many there are. */
    private static final int MOST_DIGITS = 1000;

    /** A number whose exponent is longer could take all memory when it is written out. */
    private static final int MOST_DIGITS_OF_EXPONENT = 6;

    private final String text;
    private final Set<String> ofOthers;
    private int at;
    private int depth;

    /**
     * @param ofOthers names of members whose values stand as they are if they are more than is read
     */
    JsonReader(String text, Set<String> ofOthers) {
        this(text, ofOthers, 0);
    }

    private JsonReader(String text, Set<String> ofOthers, int at) {
        this.text = text;
        this.ofOthers = ofOthers;
        this.at = at;
    }

    @Nullable Object whole() {
        Object value = value();
        requireEnd();
        return value;
    }

    /**
     * Passes over one value, however deep and long it is.
     *
     * @throws JsonException if the text is anything else
     */
    static void check(String text) {
        JsonReader reader = new JsonReader(text, Set.of());
        reader.pass();
        reader.requireEnd();
    }

    private void requireEnd() {
        next();
        if (at < text.length()) {
            throw wrong("something after the end of the value");
        }
    }

    private @Nullable Object value() {
        char first = next();
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> {
                if (first != '-' && !isDigit(first)) {
                    throw wrong("no value");
                }
                yield number();
            }
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        enter();
        if (!skip('}')) {
            do {
                String name = name();
                if (members.containsKey(name)) {
                    throw wrong("a name twice in one object");
                }
                members.put(name, ofOthers.contains(name) ? valueOfOthers() : value());
            } while (skip(','));
            expect('}');
        }
        depth--;
        return Collections.unmodifiableMap(members);
    }

    private String name() {
        if (next() != '"') {
            throw wrong("no name");
        }
        String name = string();
        expect(':');
        return name;
    }

    private @Nullable Object valueOfOthers() {
        next();
        JsonReader alone = new JsonReader(text, Set.of(), at);
        try {
            Object value = alone.value();
            at = alone.at;
            return value;
        } catch (JsonException more) {
            int from = at;
            pass();
            return new JsonText(text.substring(from, at));
        }
    }

    /** A loop and no recursion: nothing is nested too deep for it. */
    private void pass() {
        BitSet objects = new BitSet();
        int inside = 0;
        do {
            char first = next();
            boolean isObject = first == '{';
            if (isObject || first == '[') {
                at++;
                if (!skip(isObject ? '}' : ']')) {
                    objects.set(inside++, isObject);
                    passName(isObject);
                    continue;
                }
            } else {
                passScalar(first);
            }
            // A value has ended; so may have what it lies in.
            while (inside > 0 && !skip(',')) {
                expect(objects.get(--inside) ? '}' : ']');
            }
            passName(inside > 0 && objects.get(inside - 1));
        } while (inside > 0);
    }

    private void passName(boolean isThere) {
        if (isThere) {
            name();
        }
    }

    private void passScalar(char first) {
        switch (first) {
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> passNumber();
        }
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> values = new ArrayList<>();
        enter();
        if (!skip(']')) {
            do {
                values.add(value());
            } while (skip(','));
            expect(']');
        }
        depth--;
        return Collections.unmodifiableList(values);
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) {
            throw wrong("nested more than " + DEEPEST + " deep");
        }
    }

    private String string() {
        at++;
        int from = at;
        StringBuilder read = null;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == '"') {
                String rest = text.substring(from, at++);
                return read == null ? rest : read.append(rest).toString();
            }
            if (character < ' ') {
                throw wrong("a control character in a text");
            }
            at++;
            if (character == '\\') {
                read = read == null ? new StringBuilder() : read;
                read.append(text, from, at - 1).append(escaped());
                from = at;
            }
        }
        throw wrong("a text without an end");
    }

    private char escaped() {
        char escape = at < text.length() ? text.charAt(at++) : 0;
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw wrong("an unknown escape");
        };
    }

    private char hexadecimal() {
        if (at + 4 > text.length()) {
            throw wrong("an escape without an end");
        }
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            char character = text.charAt(at);
            int digit = character < 128 ? Character.digit(character, 16) : -1;
            if (digit < 0) {
                throw wrong("an escape that is not hexadecimal");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private Number number() {
        int from = at;
        Digits digits = passNumber();
        if (digits.ofExponent > MOST_DIGITS_OF_EXPONENT) {
            throw wrong("a number that is too large");
        }
        if (digits.ofWhole + digits.ofFraction > MOST_DIGITS) {
            throw wrong("a number of more than " + MOST_DIGITS + " digits");
        }
        String number = text.substring(from, at);
        if (digits.ofFraction + digits.ofExponent > 0) {
            return new BigDecimal(number);
        }
        BigInteger exact = new BigInteger(number);
        if (exact.bitLength() < Long.SIZE) {
            return exact.longValue();
        }
        return exact;
    }

    /** How many a number has; none of what it does not have. */
    private record Digits(int ofWhole, int ofFraction, int ofExponent) {}

    private Digits passNumber() {
        skipThis('-');
        int ofWhole = skipThis('0') ? 1 : digits();
        int ofFraction = skipThis('.') ? digits() : 0;
        int ofExponent = 0;
        if (skipThis('e') || skipThis('E')) {
            if (!skipThis('+')) {
                skipThis('-');
            }
            ofExponent = digits();
        }
        return new Digits(ofWhole, ofFraction, ofExponent);
    }

    private int digits() {
        int from = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw wrong("a number without digits");
        }
        return at - from;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return value;
    }

    /** The next character that is not white space, which is not passed; 0 at the end. */
    private char next() {
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character != ' ' && character != '\n' && character != '\r' && character != '\t') {
                return character;
            }
            at++;
        }
        return 0;
    }

    private boolean skip(char expected) {
        next();
        return skipThis(expected);
    }

    private boolean skipThis(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(char expected) {
        if (!skip(expected)) {
            throw wrong("no '" + expected + "'");
        }
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private JsonException wrong(String what) {
        return new JsonException("not JSON: " + what + " at character " + at);
    }
}
