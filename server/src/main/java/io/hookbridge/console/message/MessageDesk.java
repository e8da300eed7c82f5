package io.hookbridge.console.message;

import io.hookbridge.access.Caller;
import io.hookbridge.insight.log.EndpointUrlStore;
import io.hookbridge.insight.log.FindMessages;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.message.MadeFromStore;
import io.hookbridge.message.ReadMessages;
import io.hookbridge.message.action.Deletions;
import io.hookbridge.message.action.PendingRetries;
import io.hookbridge.message.action.Replays;
import io.hookbridge.message.bulk.BulkActions;
import io.hookbridge.outbound.send.SendAnew;

import java.time.InstantSource;
import java.util.function.Predicate;

/**
 * What the pages of messages ask.
 *
 * @param showsBodies whether the plan lets somebody see what receivers answered
 */
public record MessageDesk(
        FindMessages find,
        ReadMessages read,
        ReadCounts counts,
        EndpointUrlStore endpoints,
        Replays replays,
        PendingRetries retries,
        Deletions deletions,
        BulkActions bulk,
        SendAnew anew,
        MadeFromStore origins,
        SavedSearchStore saved,
        Predicate<Caller> showsBodies,
        InstantSource clock) {}
