package io.hookbridge.http;

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
        if (known.length() < SHORTEST_WITH_SLIPS) {
            return false;
        }
        int same = 0;
        while (same < Math.min(given.length(), known.length())
                && given.charAt(same) == known.charAt(same)) {
            same++;
        }
        return switch (given.length() - known.length()) {
            case 1 -> given.substring(same + 1).equals(known.substring(same));
            case -1 -> given.substring(same).equals(known.substring(same + 1));
            case 0 ->
                    given.substring(same + 1).equals(known.substring(same + 1))
                            || isSwapped(given, known, same);
            default -> false;
        };
    }

    /** Whether two neighbours have changed places. */
    private static boolean isSwapped(String given, String known, int at) {
        return at + 1 < given.length()
                && given.charAt(at) == known.charAt(at + 1)
                && given.charAt(at + 1) == known.charAt(at)
                && given.substring(at + 2).equals(known.substring(at + 2));
    }
}
