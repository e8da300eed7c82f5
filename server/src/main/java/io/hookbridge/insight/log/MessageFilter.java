package io.hookbridge.insight.log;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;
import io.hookbridge.message.search.SearchTerm;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Which messages of an environment are wanted, more closely than in the log; null stands for no
 * limit.
 *
 * @param key their idempotency key
 * @param ids null for any
 * @param terms that their payloads have, all of them; empty for any
 * @param responses the HTTP status of the last answer
 * @param bothWays whether messages of the other direction fit as well
 */
public record MessageFilter(
        LogFilter log,
        @Nullable String key,
        @Nullable IdRange ids,
        List<SearchTerm> terms,
        @Nullable ResponseStatuses responses,
        boolean bothWays) {

    static MessageFilter of(LogFilter log) {
        return new MessageFilter(log, null, null, List.of(), null, false);
    }

    /** Whether what fits is looked for somewhere else first, and is among what was found there. */
    boolean isAmongSome() {
        return key != null || !terms.isEmpty();
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
