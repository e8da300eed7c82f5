package io.hookbridge.console.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.insight.log.ResponseStatuses;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.search.SearchTerm;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What a person looks for; null stands for no limit.
 *
 * @param endpoint its id, or some of its URL or description
 * @param from accepted then or later
 * @param until accepted before then
 * @param key the idempotency key
 * @param terms that the payload has, all of them; empty for any
 * @param ids all ids that begin as was typed
 */
record MessageQuery(
        @Nullable Direction direction,
        @Nullable MessageStatus status,
        @Nullable ResponseStatuses responses,
        @Nullable String endpoint,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String key,
        List<SearchTerm> terms,
        @Nullable IdRange ids,
        @Nullable MessageId id) {

    static final MessageQuery ALL =
            new MessageQuery(null, null, null, null, null, null, null, List.of(), null, null);

    /** Whether it says no more than a bulk action can be ordered for. */
    boolean isOfStatesAndTimes() {
        return responses == null && key == null && terms.isEmpty() && ids == null;
    }
}
