package io.hookbridge.console.deadletter;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.message.MessagesPage;
import io.hookbridge.http.page.Words;
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
        static Row of(BulkAction action, String path, String who, Instant now) {
            BulkAction.Progress progress = action.progress();
            boolean deletes = action.kind() == BulkAction.Kind.DELETE;
            boolean open = !progress.finished();
            boolean paused = action.halt() == BulkAction.Halt.PAUSED;
            boolean begun = handled(progress) > 0;
            return new Row(
                    path,
                    (deletes ? "Delete " : "Replay ")
                            + Words.count(
                                    action.most(),
                                    action.selection().isOfDeadLetters()
                                            ? "dead letter"
                                            : "message"),
                    state(action),
                    open ? (paused ? "paused" : "waiting") : "ok",
                    action.most(),
                    Math.min(action.most(), handled(progress)),
                    told(action, who, now),
                    open && !paused,
                    open && paused,
                    open,
                    deletes && !begun ? "Undo" : "Stop");
        }

        private static int handled(BulkAction.Progress progress) {
            return progress.doneCount() + progress.stuckCount() + progress.failed();
        }

        private static String state(BulkAction action) {
            if (action.halt() == BulkAction.Halt.STOPPED) {
                return "Stopped";
            }
            if (action.progress().finished()) {
                return "Done";
            }
            return action.halt() == BulkAction.Halt.PAUSED ? "Paused" : "Under way";
        }

        private static List<String> told(BulkAction action, String who, Instant now) {
            BulkAction.Progress progress = action.progress();
            List<String> told = new ArrayList<>();
            told.add(
                    Words.number(progress.doneCount())
                            + (action.kind() == BulkAction.Kind.DELETE
                                    ? " deleted."
                                    : " queued for delivery."));
            if (progress.stuckCount() > 0) {
                told.add(
                        progress.stuckCount() == 1
                                ? "1 was on its way already."
                                : Words.number(progress.stuckCount())
                                        + " were on their way already.");
            }
            if (progress.failed() > 0) {
                told.add(
                        Words.number(progress.failed())
                                + " could not be replayed: their payload or their endpoint is gone.");
            }
            Integer perSecond = action.perSecond();
            if (perSecond != null) {
                told.add("At most " + perSecond + " a second, the oldest first.");
            }
            if (!progress.finished() && progress.doneCount() > 0 && action.halt() == null) {
                told.add("About " + timeLeft(action, now) + " left.");
            }
            told.add("Begun on " + Words.second(action.createdAt()) + " UTC by " + who + ".");
            if (progress.finishedAt() != null) {
                told.add("Ended on " + Words.second(progress.finishedAt()) + " UTC.");
            }
            return told;
        }

        private static String timeLeft(BulkAction action, Instant now) {
            int handled = handled(action.progress());
            Duration so = MessagesPage.notNegative(action.createdAt(), now);
            long left = Math.max(0, action.most() - handled);
            return Words.about(
                    Duration.ofSeconds(Math.max(1, so.toSeconds() * left / Math.max(1, handled))));
        }
    }

    public @Nullable String update() {
        return action.stoppable() ? path : null;
    }
}
