package io.hookbridge.insight.log;

import io.hookbridge.base.IdRange;

import org.jspecify.annotations.Nullable;

/**
 * Which messages of an environment are wanted, more closely than in the log; null stands for no
 * limit.
 *
 * @param key their idempotency key
 * @param ids null for any
 * @param responseStatus the HTTP status of the last answer
 */
record MessageFilter(
        LogFilter log,
        @Nullable String key,
        @Nullable IdRange ids,
        @Nullable Integer responseStatus) {

    static MessageFilter of(LogFilter log) {
        return new MessageFilter(log, null, null, null);
    }

    /** In which every id that fits lies. */
    IdRange range() {
        IdRange ofTime = IdRange.of(log.from(), log.until());
        return ids == null ? ofTime : ofTime.and(ids);
    }

    /** Whether only a delivery can have been answered like that. */
    boolean wantsSuccess() {
        return responseStatus != null && responseStatus / 100 == 2;
    }
}
