package io.hookbridge.pull.event;

import io.hookbridge.http.ApiError;
import io.hookbridge.message.Counted;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How far an event has come on its way to whoever fetches it. */
public enum EventState {
    /** Nobody has fetched it yet. */
    STORED,
    /** Somebody was given its payload and has not acknowledged it. */
    FETCHED,
    /** Acknowledged. */
    DELIVERED;

    /** Stands for all of them in a query. */
    private static final String ALL = "all";

    /** The word used in JSON and SQL. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state with this word of SQL.
     *
     * @throws IllegalArgumentException if there is none
     */
    static EventState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * Those that a query lists by their words, {@code all} for all of them.
     *
     * @throws ApiError {@code INVALID_REQUEST} for another word, and for none
     */
    public static Set<EventState> listed(List<String> words) {
        if (words.equals(List.of(ALL))) {
            return EnumSet.allOf(EventState.class);
        }
        Set<EventState> listed = EnumSet.noneOf(EventState.class);
        for (String word : words) {
            listed.add(
                    Arrays.stream(values())
                            .filter(state -> state.word().equals(word))
                            .findFirst()
                            .orElseThrow(() ->
                                    ApiError.invalidRequest(
                                            "status must be all, or list, with commas between, some of"
                                                    + " stored, fetched and delivered")));
        }
        return listed;
    }

    /** What an event in this state counts as. */
    Counted counted() {
        return switch (this) {
            case STORED -> Counted.QUEUED;
            case FETCHED -> Counted.FETCHED;
            case DELIVERED -> Counted.SUCCEEDED;
        };
    }
}
