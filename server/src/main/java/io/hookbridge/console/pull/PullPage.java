package io.hookbridge.console.pull;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.source.Badge;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.pull.event.EventState;
import io.hookbridge.pull.event.PullEvent;
import io.hookbridge.pull.event.PullEvents;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events of a source in the order in which they are fetched.
 *
 * @param path of this page
 * @param source where the source itself is
 * @param chips the states, of which one can be chosen
 * @param next where the next page is; null on the last one
 * @param delete where all events that are shown can be deleted; null where there are none, or the
 *     person may not
 * @param curl the same by the API
 */
public record PullPage(
        Shell shell,
        String path,
        String source,
        String name,
        boolean paused,
        List<Chip> chips,
        List<Row> events,
        @Nullable String next,
        @Nullable String delete,
        String curl) {

    /** What stands for all states in an address. */
    static final String ALL = "all";

    /**
     * A state that can be chosen.
     *
     * @param count how many events are in it, in words; empty if they are not counted
     * @param current whether it is chosen
     */
    public record Chip(String title, String count, String path, boolean current) {}

    /** An event. */
    public record Row(
            String path, String time, String received, String type, String size, Badge badge) {

        static Row of(PullEvent event, String path, Phrases phrases) {
            String type = event.type();
            return new Row(
                    path + "/events/" + event.id(),
                    event.receivedAt().toString(),
                    phrases.second(event.receivedAt()),
                    type == null ? phrases.say("pull.event") : type,
                    phrases.size(event.sizeBytes()),
                    Badge.of(event.state(), phrases));
        }
    }

    static List<Chip> chips(
            String path, Map<EventState, Long> counts, Set<EventState> chosen, Phrases phrases) {
        List<Chip> chips = new ArrayList<>();
        for (EventState state : EventState.values()) {
            chips.add(
                    new Chip(
                            Badge.of(state, phrases).text(),
                            count(counts.getOrDefault(state, 0L), phrases),
                            path + "?status=" + state.word(),
                            chosen.equals(Set.of(state))));
        }
        chips.add(
                new Chip(
                        phrases.say("pull.state.all"),
                        "",
                        path + "?status=" + ALL,
                        chosen.size() > 1));
        return chips;
    }

    /** A number that is not counted further than it is of use. */
    static String count(long events, Phrases phrases) {
        String count = phrases.number(events);
        return events < PullEvents.MOST_COUNTED ? count : phrases.say("pull.or_more", count);
    }
}
