package io.hookbridge.message.bulk;

import io.hookbridge.base.Direction;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages of an environment are meant.
 *
 * @param direction of the messages
 * @param statuses not empty
 * @param endpoint null for all
 * @param createdAfter the first moment; null for no bound
 * @param createdBefore the first moment that is not meant any more
 * @param errors the last errors of those that are meant; empty for any, and not only of dead
 *     letters
 * @param reachedBefore of those that are delivered, given up or wait for another attempt, only what
 *     was so before then; null for no bound
 */
public record Selection(
        Direction direction,
        Set<MessageStatus> statuses,
        @Nullable TargetId endpoint,
        @Nullable Instant createdAfter,
        Instant createdBefore,
        Set<String> errors,
        @Nullable Instant reachedBefore) {

    private static final Set<MessageStatus> DEAD_LETTERS = Set.of(MessageStatus.FAILED_PERMANENT);

    public Selection {
        if (!errors.isEmpty() && !statuses.equals(DEAD_LETTERS)) {
            throw new IllegalArgumentException("errors are asked for of dead letters only");
        }
    }

    /** Whether only dead letters are meant. */
    public boolean isOfDeadLetters() {
        return statuses.equals(DEAD_LETTERS);
    }

    /** The same with any error. */
    public Selection(
            Direction direction,
            Set<MessageStatus> statuses,
            @Nullable TargetId endpoint,
            @Nullable Instant createdAfter,
            Instant createdBefore) {
        this(direction, statuses, endpoint, createdAfter, createdBefore, Set.of(), null);
    }

    /**
     * The dead letters of an endpoint that were there at a moment.
     *
     * @param errors the last errors of those that are meant; empty for any
     * @param createdAfter the first moment at which they were accepted; null for no bound
     */
    public static Selection ofDeadLetters(
            Direction direction,
            TargetId endpoint,
            Set<String> errors,
            @Nullable Instant createdAfter,
            Instant at) {
        return new Selection(
                        direction,
                        DEAD_LETTERS,
                        endpoint,
                        createdAfter,
                        at.plusMillis(1),
                        errors,
                        null)
                .asOf(at);
    }

    /**
     * Without what came into its state after {@code at}. Of messages in any state that is none:
     * what they have become since does not matter.
     */
    public Selection asOf(Instant at) {
        return statuses.containsAll(EnumSet.allOf(MessageStatus.class)) ? this : reachedBy(at);
    }

    /**
     * Without what came into its state after {@code at}, whichever it is: for what may be done to a
     * message more than once, such as a replay.
     */
    Selection reachedBy(Instant at) {
        return new Selection(
                direction,
                statuses,
                endpoint,
                createdAfter,
                createdBefore,
                errors,
                at.plusMillis(1));
    }

    /**
     * What the query of a request says. Messages that come after {@code now}, or into their state,
     * are not meant.
     *
     * @throws ApiError {@code INVALID_REQUEST}
     */
    static Selection of(Call call, MessageApi api, Instant now) {
        Instant before = call.queryTime(api.before()).orElse(null);
        // A message that was created in this very millisecond is meant, too.
        Instant end = now.plusMillis(1);
        return new Selection(
                        api.direction(),
                        statuses(call),
                        api.endpoint(call),
                        call.queryTime(api.after()).orElse(null),
                        before == null || before.isAfter(end) ? end : before)
                .asOf(now);
    }

    /**
     * All of them if the request does not speak of them. One that speaks of them and names none is
     * refused: it may come from a script whose variable is empty.
     */
    private static Set<MessageStatus> statuses(Call call) {
        Optional<List<String>> words = call.queryList("status");
        if (words.isEmpty()) {
            return EnumSet.allOf(MessageStatus.class);
        }
        Set<MessageStatus> statuses = EnumSet.noneOf(MessageStatus.class);
        for (String word : words.get()) {
            statuses.add(
                    MessageStatus.of(word)
                            .orElseThrow(() ->
                                    ApiError.invalidRequest(
                                            "status must list, with commas between, some of queued,"
                                                    + " paused, delivering, succeeded,"
                                                    + " pending_retry and failed_permanent")));
        }
        return statuses;
    }
}
