package io.hookbridge.message.bulk;

import io.hookbridge.base.MessageId;
import io.hookbridge.message.action.DeletionOutcome;
import io.hookbridge.message.action.ReplayOutcome;
import io.hookbridge.message.bulk.BulkAction.Progress;

import java.util.ArrayList;
import java.util.List;

/** Adds up what became of messages. */
final class Tally {

    private final Progress before;
    private final List<MessageId> done;
    private final List<MessageId> stuck;
    private int failed;
    private int treated;

    Tally(Progress before) {
        this.before = before;
        this.done = new ArrayList<>(before.done());
        this.stuck = new ArrayList<>(before.stuck());
        this.failed = before.failed();
    }

    void add(MessageId id, ReplayOutcome outcome) {
        treated++;
        switch (outcome) {
            case ReplayOutcome.Queued _ -> done.add(id);
            case ReplayOutcome.UnderWay _ -> stuck.add(id);
            case ReplayOutcome.Refused _, ReplayOutcome.NotFound _ -> failed++;
        }
    }

    void add(MessageId id, DeletionOutcome outcome) {
        treated++;
        switch (outcome) {
            case DeletionOutcome.Deleted _ -> done.add(id);
            // Somebody else was quicker, and it is as the caller wants it.
            case DeletionOutcome.AlreadyDeleted _, DeletionOutcome.NotFound _ -> {}
        }
    }

    int treated() {
        return treated;
    }

    Progress sum(boolean finished) {
        return new Progress(before.touched() + treated, done, stuck, failed, finished);
    }
}
