package io.hookbridge.message.bulk;

import io.hookbridge.base.MessageId;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.Requester;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Something that is done with all messages of a selection, the oldest first.
 *
 * @param most how many messages are queued or deleted at the most, 1 to 1000
 * @param place the last message that was looked at, or a place before the first
 */
record BulkAction(
        UUID id,
        Requester by,
        Kind kind,
        Selection selection,
        int most,
        UUID place,
        Progress progress) {

    /** When so many messages were found that cannot be replayed now, it goes no further. */
    static final int MOST_IN_THE_WAY = 1000;

    /** What is done. */
    enum Kind {
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

    /**
     * How far it is.
     *
     * @param done those that were queued or deleted
     * @param stuck those that are on their way anyway, so that they could not be replayed
     * @param failed how many cannot be replayed
     */
    record Progress(List<MessageId> done, List<MessageId> stuck, int failed, boolean finished) {

        static final Progress NONE = new Progress(List.of(), List.of(), 0, false);
    }

    /** A message that cannot be replayed, and why. */
    record Failure(MessageId id, ErrorCode code, String sentence) {}

    /** A place before every message that was created at {@code moment} or later. */
    static UUID placeBefore(Instant moment) {
        return new UUID(Math.max(0, moment.toEpochMilli()) << 16, 0);
    }
}
