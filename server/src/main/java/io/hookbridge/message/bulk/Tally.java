package io.hookbridge.message.bulk;

import io.hookbridge.base.MessageId;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.action.DeletionOutcome;
import io.hookbridge.message.action.ReplayOutcome;
import io.hookbridge.message.bulk.BulkAction.Failure;
import io.hookbridge.message.bulk.BulkAction.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Adds up what became of messages. */
final class Tally {

    private final int most;
    private final Progress before;
    private final List<MessageId> done;
    private final List<MessageId> stuck;
    private final List<Failure> failures = new ArrayList<>();

    /**
     * @param most how many are to be done
     */
    Tally(Progress before, int most) {
        this.most = most;
        this.before = before;
        this.done = new ArrayList<>(before.done());
        this.stuck = new ArrayList<>(before.stuck());
    }

    void add(MessageId id, ReplayOutcome outcome) {
        switch (outcome) {
            case ReplayOutcome.Queued _ -> done.add(id);
            case ReplayOutcome.UnderWay _ -> stuck.add(id);
            case ReplayOutcome.Refused(var code, var sentence) ->
                    failures.add(new Failure(id, code, sentence));
            case ReplayOutcome.NotFound _ ->
                    failures.add(new Failure(id, ErrorCode.NOT_FOUND, "Message not found"));
        }
    }

    void add(MessageId id, DeletionOutcome outcome) {
        switch (outcome) {
            case DeletionOutcome.Deleted _ -> done.add(id);
            // Somebody else was quicker, and it is as the caller wants it.
            case DeletionOutcome.AlreadyDeleted _, DeletionOutcome.NotFound _ -> {}
        }
    }

    /** How many more are to be done. */
    int wanted() {
        return most - before.doneUnnamed() - done.size();
    }

    /** Whether nothing more is to be looked at. */
    boolean isFull() {
        return wanted() == 0
                || before.stuckUnnamed() + stuck.size() + failed()
                        >= Math.max(most, BulkAction.MOST_IN_THE_WAY);
    }

    private int failed() {
        return before.failed() + failures.size();
    }

    /** Those that were added here. */
    List<Failure> failures() {
        return failures;
    }

    /**
     * @param finishedAt null if there is more to do
     */
    Progress sum(@Nullable Instant finishedAt) {
        return new Progress(
                done, stuck, before.doneUnnamed(), before.stuckUnnamed(), failed(), finishedAt);
    }
}
