package io.hookbridge.console.message;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.Requester;
import io.hookbridge.message.bulk.BulkAction;
import io.hookbridge.message.bulk.BulkActions;
import io.hookbridge.message.bulk.Selection;

import java.time.Duration;
import java.util.Optional;

/** What a person is told before many messages are replayed or deleted. */
public final class BulkQuestion {

    /** As long a deletion can be undone. */
    public static final Duration UNDO = Duration.ofSeconds(10);

    /** As many are tried before a person is asked. */
    private static final int MOST_TRIED = 200;

    private BulkQuestion() {}

    /** How many of the oldest cannot be replayed, a sentence; empty if all can. */
    public static Optional<String> lost(
            BulkActions actions, Requester by, Selection selection, Phrases phrases) {
        BulkAction.Progress tried = actions.preview(by, selection, MOST_TRIED, null).progress();
        return tried.failed() == 0
                ? Optional.empty()
                : Optional.of(
                        phrases.say(
                                "message.all.lost",
                                tried.doneCount() + tried.failed(),
                                tried.failed()));
    }
}
