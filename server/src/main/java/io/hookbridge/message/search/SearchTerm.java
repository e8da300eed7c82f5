package io.hookbridge.message.search;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Sha256;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a message can be found by: a word of its payload, or the value of a member.
 *
 * @param path the names of the members that lead to the value, with dots between; null for a word
 *     anywhere
 * @param text as {@link #normal} makes it
 */
public record SearchTerm(@Nullable String path, String text) {

    /** How the names that lead to a value are written, as a regular expression. */
    public static final String PATH = "[\\p{L}_$][\\p{L}\\p{N}_.$]*";

    /** The most of them in one search. */
    public static final int MOST = 8;

    private static final Pattern TERM =
            Pattern.compile(
                    "(?:(?<path>" + PATH + "):(?!//))?(?:\"(?<quoted>[^\"]*)\"?|(?<plain>\\S+))");

    /** Says that what follows is in the payload, where a name means something else as well. */
    private static final String PAYLOAD = "payload";

    /** What is longer is told by its beginning. */
    private static final int LONGEST = 200;

    /** Between letters and digits, these are part of a word: addresses, dates, ids, types. */
    private static final String JOINTS = "._-@:+";

    private static final byte[] SEPARATOR = {0};

    /**
     * The value of a member.
     *
     * @param path of names; those of lists are left out, as their elements have none
     */
    public static SearchTerm at(String path, String value) {
        return new SearchTerm(normal(path), normal(value));
    }

    /**
     * What a text asks for: words, and members with their values, such as {@code order.id:1042}. A
     * value with blanks stands in quotation marks.
     */
    public static List<SearchTerm> all(String text) {
        List<SearchTerm> terms = new ArrayList<>();
        Matcher term = TERM.matcher(text);
        while (term.find()) {
            String quoted = term.group("quoted");
            terms.addAll(of(term.group("path"), quoted == null ? term.group("plain") : quoted));
        }
        return terms;
    }

    /**
     * What somebody means with a value: that of a member, or each of its words.
     *
     * @param path null for any place; may begin with {@code payload.}, which is left out
     */
    public static List<SearchTerm> of(@Nullable String path, String value) {
        return path == null || path.equals(PAYLOAD)
                ? words(value)
                : List.of(
                        at(
                                path.startsWith(PAYLOAD + ".")
                                        ? path.substring(PAYLOAD.length() + 1)
                                        : path,
                                value));
    }

    /** The words of a text, in its order. */
    public static List<SearchTerm> words(String text) {
        List<SearchTerm> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = endOfWord(text, at);
            if (end > at) {
                words.add(new SearchTerm(null, normal(text.substring(at, end))));
                at = end;
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return words;
    }

    /** Behind the last character of the word that begins at {@code start}; that if none does. */
    private static int endOfWord(String text, int start) {
        int end = start;
        int at = start;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            boolean part = isPart(character);
            if (!part && (at == start || JOINTS.indexOf(character) < 0)) {
                return end;
            }
            at += Character.charCount(character);
            end = part ? at : end;
        }
        return end;
    }

    private static boolean isPart(int character) {
        return Character.isLetterOrDigit(character)
                || Character.getType(character) == Character.NON_SPACING_MARK
                || Character.getType(character) == Character.COMBINING_SPACING_MARK;
    }

    /** So that upper and lower case, and two ways to write one letter, are the same. */
    private static String normal(String text) {
        String beginning = text.substring(0, Math.min(text.length(), LONGEST));
        return Normalizer.normalize(beginning, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /**
     * By which messages of an hour that have it are found.
     *
     * @param hour counted from 1970
     */
    long hash(EnvironmentId environment, long hour) {
        byte[] begins =
                ByteBuffer.allocate(3 * Long.BYTES)
                        .putLong(environment.value().getMostSignificantBits())
                        .putLong(environment.value().getLeastSignificantBits())
                        .putLong(hour)
                        .array();
        byte[] where = path == null ? new byte[0] : path.getBytes(StandardCharsets.UTF_8);
        byte[] what = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Sha256.of(List.of(begins, where, SEPARATOR, what))).getLong();
    }
}
