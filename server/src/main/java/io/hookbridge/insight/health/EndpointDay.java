package io.hookbridge.insight.health;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of the messages of the last day.
 *
 * @param hours the present one and the 23 before it, the oldest first
 */
public record EndpointDay(List<Hour> hours) {

    static final int HOURS = 24;

    /** The last hours that tell how deliveries go at present. */
    private static final int LATELY = 2;

    /**
     * The messages that were accepted in an hour of UTC.
     *
     * @param givenUp among them
     * @param attempts at them, whenever those were made
     * @param answeredWell attempts that were answered with 2xx
     */
    public record Hour(
            Instant start, long accepted, long givenUp, long attempts, long answeredWell) {

        static Hour empty(Instant start) {
            return new Hour(start, 0, 0, 0, 0);
        }

        Hour plus(Hour other) {
            return new Hour(
                    start,
                    accepted + other.accepted,
                    givenUp + other.givenUp,
                    attempts + other.attempts,
                    answeredWell + other.answeredWell);
        }

        public long failedAttempts() {
            return attempts - answeredWell;
        }
    }

    /** When the first hour begins. */
    static Instant start(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1));
    }

    /**
     * @param counted hours of which something is known, in any order
     */
    static EndpointDay of(List<Hour> counted, Instant now) {
        return new EndpointDay(
                Stream.iterate(start(now), hour -> hour.plus(1, ChronoUnit.HOURS))
                        .limit(HOURS)
                        .map(start ->
                                counted.stream()
                                        .filter(hour -> hour.start().equals(start))
                                        .reduce(Hour.empty(start), Hour::plus))
                        .toList());
    }

    public Hour total() {
        return sum(hours);
    }

    /** The last two hours, or the whole day if nothing was attempted in them. */
    Hour lately() {
        Hour lately = sum(hours.subList(HOURS - LATELY, HOURS));
        return lately.attempts() == 0 ? total() : lately;
    }

    private static Hour sum(List<Hour> some) {
        return some.stream().reduce(Hour.empty(some.getFirst().start()), Hour::plus);
    }
}
