package io.hookbridge.message.search;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.Uuid7;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds messages by what their payloads say.
 *
 * @param days for how many days after its creation a message is found; 0 if the search is off
 */
public record SearchPayloads(int days, InstantSource clock) {

    /** As many hours are looked through for one page; older ones are for the next. */
    private static final int MOST_HOURS = 7 * 24;

    private static final long HOUR = Duration.ofHours(1).toMillis();

    /**
     * What was found.
     *
     * @param ids the newest first
     * @param horizon where older ones are to be looked for; empty if there are none
     */
    public record Found(List<UUID> ids, Optional<UUID> horizon) {}

    public boolean isOn() {
        return days > 0;
    }

    /**
     * The newest messages of {@code range} that have all {@code terms}. What was accepted in the
     * last second or two may be missing.
     *
     * @param terms not empty
     * @param most at least 1
     */
    public Found newest(
            Handle handle,
            EnvironmentId environment,
            List<SearchTerm> terms,
            IdRange range,
            int most) {
        Instant now = clock.instant();
        // The clocks of servers may differ.
        Instant end = now.plus(Duration.ofMinutes(1));
        IdRange searched = range.and(IdRange.of(now.minus(Duration.ofDays(days)), end));
        if (!isOn() || searched.isEmpty()) {
            return new Found(List.of(), Optional.empty());
        }
        long newest = hour(searched.end());
        long oldest = hour(searched.first());
        int hours = (int) Math.min(MOST_HOURS, newest - oldest + 1);
        List<UUID> ids =
                SearchEntryStore.newest(handle, environment, terms, searched, newest, hours, most);
        if (ids.size() == most) {
            return new Found(ids, Optional.of(ids.getLast()));
        }
        long last = newest - hours + 1;
        return new Found(ids, last > oldest ? Optional.of(start(last)) : Optional.empty());
    }

    /** The hour in which an id was made, counted from 1970. */
    static long hour(UUID id) {
        return Math.floorDiv(Uuid7.madeAt(id).toEpochMilli(), HOUR);
    }

    /** Not after any id of that hour. */
    private static UUID start(long hour) {
        return new UUID((hour * HOUR) << 16, 0);
    }
}
