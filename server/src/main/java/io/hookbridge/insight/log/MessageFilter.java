package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;

import org.jspecify.annotations.Nullable;

/**
 * Which messages of an environment are wanted, more closely than in the log; null stands for no
 * limit.
 *
 * @param key their idempotency key
 * @param ids null for any
 * @param responses the HTTP status of the last answer
 * @param bothWays whether messages of the other direction fit as well
 */
public record MessageFilter(
        LogFilter log,
        @Nullable String key,
        @Nullable IdRange ids,
        @Nullable ResponseStatuses responses,
        boolean bothWays) {

    static MessageFilter of(LogFilter log) {
        return new MessageFilter(log, null, null, null, false);
    }

    /** In which every id that fits lies. */
    IdRange range() {
        IdRange ofTime = IdRange.of(log.from(), log.until());
        return ids == null ? ofTime : ofTime.and(ids);
    }

    /** The only direction of what fits; null if both fit. */
    @Nullable Direction direction() {
        return bothWays ? null : log.direction();
    }

    /** Whether no message that was delivered fits. */
    boolean wantsFailure() {
        return responses != null && !responses.areSuccesses();
    }
}
