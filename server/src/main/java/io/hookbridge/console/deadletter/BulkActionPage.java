package io.hookbridge.console.deadletter;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.message.MessagesPage;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.bulk.BulkAction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a bulk action is.
 *
 * @param path of this page
 * @param all the path of all bulk actions
 */
public record BulkActionPage(Shell shell, String path, String all, Row action) {

    /**
     * An action.
     *
     * @param state a word or two
     * @param look of the state, as of a message's
     * @param total how many messages it is about
     * @param handled how many of them it has come past
     * @param told what became of them, a sentence each
     * @param pausable whether it can be paused now; the other two alike
     */
    public record Row(
            String path,
            String title,
            String state,
            String look,
            int total,
            int handled,
            List<String> told,
            boolean pausable,
            boolean resumable,
            boolean stoppable,
            String stop) {

        /**
         * @param path where it is shown
         * @param who had it done
         */
        static Row of(BulkAction action, String path, String who, Instant now, Phrases phrases) {
            BulkAction.Progress progress = action.progress();
            boolean deletes = action.kind() == BulkAction.Kind.DELETE;
            boolean open = !progress.finished();
            boolean paused = action.halt() == BulkAction.Halt.PAUSED;
            boolean begun = handled(progress) > 0;
            return new Row(
                    path,
                    phrases.say(
                            "message.bulk."
                                    + (deletes ? "delete_" : "replay_")
                                    + (action.selection().isOfDeadLetters()
                                            ? "letters"
                                            : "messages"),
                            action.most()),
                    state(action, phrases),
                    open ? (paused ? "paused" : "waiting") : "ok",
                    action.most(),
                    Math.min(action.most(), handled(progress)),
                    told(action, who, now, phrases),
                    open && !paused,
                    open && paused,
                    open,
                    deletes && !begun
                            ? phrases.say("message.bulk.undo")
                            : phrases.say("message.bulk.stop"));
        }

        private static int handled(BulkAction.Progress progress) {
            return progress.doneCount() + progress.stuckCount() + progress.failed();
        }

        private static String state(BulkAction action, Phrases phrases) {
            if (action.halt() == BulkAction.Halt.STOPPED) {
                return phrases.say("message.bulk.state.stopped");
            }
            if (action.progress().finished()) {
                return phrases.say("message.bulk.state.done");
            }
            return action.halt() == BulkAction.Halt.PAUSED
                    ? phrases.say("message.bulk.state.paused")
                    : phrases.say("message.bulk.state.under_way");
        }

        private static List<String> told(
                BulkAction action, String who, Instant now, Phrases phrases) {
            BulkAction.Progress progress = action.progress();
            List<String> told = new ArrayList<>();
            told.add(
                    phrases.say(
                            action.kind() == BulkAction.Kind.DELETE
                                    ? "message.bulk.deleted"
                                    : "message.bulk.queued",
                            progress.doneCount()));
            if (progress.stuckCount() > 0) {
                told.add(phrases.say("message.bulk.stuck", progress.stuckCount()));
            }
            if (progress.failed() > 0) {
                told.add(phrases.say("message.bulk.failed", progress.failed()));
            }
            Integer perSecond = action.perSecond();
            if (perSecond != null) {
                told.add(phrases.say("message.bulk.pace", perSecond));
            }
            if (!progress.finished() && progress.doneCount() > 0 && action.halt() == null) {
                told.add(phrases.say("message.bulk.left", timeLeft(action, now, phrases)));
            }
            told.add(phrases.say("message.bulk.begun", phrases.second(action.createdAt()), who));
            if (progress.finishedAt() != null) {
                told.add(phrases.say("message.bulk.ended", phrases.second(progress.finishedAt())));
            }
            return told;
        }

        private static String timeLeft(BulkAction action, Instant now, Phrases phrases) {
            int handled = handled(action.progress());
            Duration so = MessagesPage.notNegative(action.createdAt(), now);
            long left = Math.max(0, action.most() - handled);
            return phrases.about(
                    Duration.ofSeconds(Math.max(1, so.toSeconds() * left / Math.max(1, handled))));
        }
    }

    public @Nullable String update() {
        return action.stoppable() ? path : null;
    }
}
