package io.hookbridge.message.bulk;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.message.explanation.FailureKind;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dead letters of an environment by what made them so. */
public final class DeadLetters {

    /** How many are looked at, the youngest: some tens of milliseconds. */
    public static final int REACH = 20_000;

    /** Payloads that expire within this time are warned of. */
    public static final Duration SOON = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final InstantSource clock;

    public DeadLetters(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Dead letters of one endpoint that failed alike.
     *
     * @param url of the endpoint as it is now; empty for one that forwards nothing
     * @param errors all their errors
     * @param first when the oldest of them was accepted
     * @param last when the last of them was given up
     * @param expired how many have no payload any more by its time
     * @param expiring how many lose it {@link #SOON}
     */
    public record Group(
            Direction direction,
            TargetId endpoint,
            String url,
            FailureKind kind,
            Set<String> errors,
            long count,
            Instant first,
            Instant last,
            long expired,
            long expiring) {

        private Group and(Group other) {
            Set<String> all = new HashSet<>(errors);
            all.addAll(other.errors);
            return new Group(
                    direction,
                    endpoint,
                    url,
                    kind,
                    Set.copyOf(all),
                    count + other.count,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last,
                    expired + other.expired,
                    expiring + other.expiring);
        }
    }

    /**
     * Groups of dead letters.
     *
     * @param groups the largest first
     * @param all whether there are no others than those that were looked at
     */
    public record Groups(List<Group> groups, boolean all) {

        public long count() {
            return groups.stream().mapToLong(Group::count).sum();
        }
    }

    /** Those that are not deleted, as far as {@link #REACH} goes. */
    public Groups of(EnvironmentId environment) {
        return of(environment, clock.instant());
    }

    /** Those of them that were there at a moment. */
    public Groups of(EnvironmentId environment, Instant at) {
        Instant now = clock.instant();
        Instant end = at.plusMillis(1);
        Map<List<Object>, Group> groups = new LinkedHashMap<>();
        for (Group group :
                new DeadLetterStore(jdbi).groups(environment, REACH, end, now, now.plus(SOON))) {
            groups.merge(
                    List.of(group.direction(), group.endpoint(), group.kind()), group, Group::and);
        }
        List<Group> sorted =
                groups.values().stream()
                        .sorted(
                                Comparator.comparingLong(Group::count)
                                        .reversed()
                                        .thenComparing(Group::last, Comparator.reverseOrder()))
                        .toList();
        Groups found = new Groups(sorted, true);
        return new Groups(sorted, found.count() < REACH);
    }
}
