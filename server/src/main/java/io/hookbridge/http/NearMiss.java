package io.hookbridge.http;

import io.hookbridge.base.Spelling;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognises a name that was meant to be another one: the same in another spelling ({@code
 * endpointId}, {@code endpoint-id}, {@code status[]}), or one slip of the keyboard away from it.
 *
 * <p>Slips are looked for only of names with five and more letters, because among short ones
 * different words are that close ({@code mode}, {@code code}).
 */
final class NearMiss {

    private static final int SHORTEST_WITH_SLIPS = 5;

    private NearMiss() {}

    /** The name among {@code known} that was probably meant by {@code given}, which is none. */
    static Optional<String> of(String given, Collection<String> known) {
        String letters = letters(given);
        return known.stream()
                .filter(name -> letters(name).equals(letters))
                .findFirst()
                .or(() ->
                        known.stream()
                                .filter(name -> isOneSlip(letters, letters(name)))
                                .findFirst());
    }

    /** What is left of a name in every spelling of it. */
    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Of two that differ: whether one letter is missing, too many, another or swapped. */
    private static boolean isOneSlip(String given, String known) {
        return known.length() >= SHORTEST_WITH_SLIPS
                && Math.abs(given.length() - known.length()) <= 1
                && Spelling.distance(given, known) == 1;
    }
}
