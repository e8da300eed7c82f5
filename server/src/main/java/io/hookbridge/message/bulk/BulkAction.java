package io.hookbridge.message.bulk;

import io.hookbridge.base.MessageId;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.Requester;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Something that is done with all messages of a selection, the oldest first.
 *
 * @param most how many messages are queued or deleted at the most, 1 to {@link #MOST}
 * @param perSecond how many of them in a second at the most, 1 to {@link #FASTEST}; null for as
 *     fast as it goes
 * @param place the last message that was looked at, or a place before the first
 * @param halt null while it goes on
 */
public record BulkAction(
        UUID id,
        Requester by,
        Kind kind,
        Selection selection,
        int most,
        @Nullable Integer perSecond,
        Instant createdAt,
        UUID place,
        Progress progress,
        @Nullable Halt halt) {

    /** The most messages of one action. */
    public static final int MOST = 100_000;

    /** The fastest pace there is. */
    public static final int FASTEST = 50;

    /** As many messages are named in the answer to a request. */
    static final int MOST_NAMED = 1000;

    /** When so many messages were found that cannot be replayed now, it goes no further. */
    static final int MOST_IN_THE_WAY = 1000;

    /** What is done. */
    public enum Kind {
        REPLAY,
        DELETE;

        /** The word used in SQL. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** That somebody had it stop. */
    public enum Halt {
        /** Until it is told to go on. */
        PAUSED,
        /** For good. */
        STOPPED;

        /** The word used in SQL. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static @Nullable Halt of(@Nullable String word) {
            return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * How far it is.
     *
     * @param done those that were queued or deleted and are named
     * @param stuck those that are on their way anyway, so that they could not be replayed, and are
     *     named
     * @param doneUnnamed how many were queued or deleted besides
     * @param stuckUnnamed how many were on their way besides
     * @param failed how many cannot be replayed
     * @param finishedAt null while it is not at its end
     */
    public record Progress(
            List<MessageId> done,
            List<MessageId> stuck,
            int doneUnnamed,
            int stuckUnnamed,
            int failed,
            @Nullable Instant finishedAt) {

        static final Progress NONE = new Progress(List.of(), List.of(), 0, 0, 0, null);

        public boolean finished() {
            return finishedAt != null;
        }

        public int doneCount() {
            return doneUnnamed + done.size();
        }

        public int stuckCount() {
            return stuckUnnamed + stuck.size();
        }
    }

    /** A message that cannot be replayed, and why. */
    public record Failure(MessageId id, ErrorCode code, String sentence) {}

    /** Whether it goes on by itself. */
    boolean isRunning() {
        return halt == null && !progress.finished();
    }

    /** Whether its messages are named, and not only counted. */
    boolean namesMessages() {
        return most <= MOST_NAMED;
    }

    /** A place before every message that was created at {@code moment} or later. */
    static UUID placeBefore(Instant moment) {
        return new UUID(Math.max(0, moment.toEpochMilli()) << 16, 0);
    }
}
