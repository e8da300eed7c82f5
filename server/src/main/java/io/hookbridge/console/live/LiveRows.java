package io.hookbridge.console.live;

import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.StatusBadge;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.When;
import io.hookbridge.insight.log.LogEntry;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The newest messages, the newest first. */
public record LiveRows(List<Row> rows) {

    /**
     * @param entries of the place, the newest first
     */
    public static LiveRows of(
            ConsoleVisit visit, Place place, List<LogEntry> entries, Instant now) {
        String messages =
                visit.sections().contains(Section.MESSAGES)
                        ? place.path(Section.MESSAGES.path())
                        : null;
        return new LiveRows(
                entries.stream()
                        .map(entry -> Row.of(entry, messages, now, visit.phrases()))
                        .toList());
    }

    /**
     * A message.
     *
     * @param path of its page, or null where this server has none
     * @param received whether it came from others
     * @param endpoint the URL it goes to; empty for one that is not forwarded
     * @param answer the status of the last answer, or why there was none; empty before
     * @param next when the next attempt is due; null if none is
     */
    public record Row(
            String id,
            @Nullable String path,
            boolean received,
            StatusBadge status,
            String endpoint,
            int attempts,
            String answer,
            @Nullable When next,
            When when) {

        /**
         * @param messages what the paths of messages begin with, or null
         */
        static Row of(LogEntry entry, @Nullable String messages, Instant now, Phrases phrases) {
            Instant createdAt = entry.createdAt();
            Instant next = entry.nextAttemptAt();
            return new Row(
                    entry.messageId(),
                    messages == null ? null : messages + "/" + entry.messageId(),
                    createdAt == null,
                    StatusBadge.of(MessageStatus.of(entry.status()).orElseThrow(), phrases),
                    entry.endpoint(),
                    entry.attemptCount(),
                    answer(entry, phrases),
                    next == null ? null : new When(next, now),
                    new When(
                            createdAt == null
                                    ? Objects.requireNonNull(entry.receivedAt())
                                    : createdAt,
                            now));
        }

        private static String answer(LogEntry entry, Phrases phrases) {
            Integer status = entry.responseStatus();
            if (status != null) {
                return entry.responseLatencyMs() == null
                        ? status.toString()
                        : phrases.say(
                                "figure.live.answered",
                                status.toString(),
                                entry.responseLatencyMs());
            }
            String error = entry.lastError();
            return error == null ? "" : SayFailure.error(null, error, phrases);
        }
    }
}
