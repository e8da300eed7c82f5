package io.hookbridge.console.message;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.VisibleText;
import io.hookbridge.http.page.Words;
import io.hookbridge.message.AttemptView;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says in words what is known of a message. Pure. */
final class DescribeMessage {

    private DescribeMessage() {}

    /** What became of it so far. */
    static String state(Message message, Instant now) {
        Message.Deletion deletion = message.deletion();
        if (deletion != null) {
            return "It was deleted on " + Words.second(deletion.at()) + " UTC, with its payload.";
        }
        return switch (message.status()) {
            case QUEUED -> "It waits for its turn.";
            case PAUSED -> "It waits until its endpoint is resumed.";
            case DELIVERING -> "It is being delivered now.";
            case SUCCEEDED -> succeeded(message);
            case PENDING_RETRY -> waiting(message, now);
            case FAILED_PERMANENT ->
                    "It was given up"
                            + at(message.finishedAt())
                            + " after "
                            + Words.count(message.attemptCount(), "attempt")
                            + ".";
        };
    }

    private static String succeeded(Message message) {
        Instant finished = message.finishedAt();
        return finished == null
                ? "It was delivered."
                : "It was delivered"
                        + at(finished)
                        + ", "
                        + Words.about(MessagesPage.notNegative(message.createdAt(), finished))
                        + " after it was accepted, with "
                        + (message.attemptCount() == 1
                                ? "the first attempt."
                                : "attempt " + message.attemptCount() + ".");
    }

    private static String at(@Nullable Instant moment) {
        return moment == null ? "" : " on " + Words.second(moment) + " UTC";
    }

    private static String waiting(Message message, Instant now) {
        Instant next = message.nextAttemptAt();
        if (next == null) {
            return "It waits for another attempt.";
        }
        return next.isAfter(now)
                ? "The next attempt is in "
                        + Words.about(Duration.between(now, next))
                        + ", on "
                        + Words.second(next)
                        + " UTC."
                : "The next attempt is due now.";
    }

    /**
     * Names and values.
     *
     * @param url of the endpoint; empty if it is not known
     */
    static List<MessagePage.Fact> facts(Message message, String url) {
        List<MessagePage.Fact> facts = new ArrayList<>();
        boolean sent = MessagePages.isSent(message);
        facts.add(MessagePage.Fact.ofId("Endpoint", url.isEmpty() ? "–" : MessagesPage.place(url)));
        facts.add(
                MessagePage.Fact.ofId(
                        "Endpoint id",
                        sent
                                ? new EndpointId(message.target().value()).toString()
                                : message.target().toString()));
        facts.add(
                MessagePage.Fact.of(
                        sent ? "Accepted" : "Received",
                        Words.second(message.createdAt()) + " UTC"));
        facts.add(MessagePage.Fact.of("Attempts", Words.number(message.attemptCount())));
        if (message.replayCount() > 0) {
            facts.add(MessagePage.Fact.of("Replays", Words.number(message.replayCount())));
        }
        Instant first = message.firstAttemptAt();
        if (first != null) {
            facts.add(
                    MessagePage.Fact.of(
                            "Waited for the first",
                            Words.about(MessagesPage.notNegative(message.createdAt(), first))));
        }
        if (message.idempotencyKey() != null) {
            facts.add(
                    MessagePage.Fact.ofId(
                            "Idempotency key", VisibleText.line(message.idempotencyKey())));
        }
        facts.add(MessagePage.Fact.of("Size", Words.size(message.sizeBytes())));
        facts.add(MessagePage.Fact.ofId("Content type", message.contentType()));
        facts.add(
                MessagePage.Fact.of(
                        "Payload kept until", Words.second(message.payloadExpiresAt()) + " UTC"));
        facts.add(MessagePage.Fact.ofId("SHA-256", message.payloadSha256()));
        return facts;
    }

    /** What followed from an attempt. */
    static String decision(AttemptView attempt) {
        Integer wait = attempt.retryAfterSeconds();
        return switch (attempt.decision()) {
            case "done" -> "Delivered.";
            case "again" ->
                    wait == null
                            ? "To be tried again."
                            : "To be tried again after "
                                    + Words.about(Duration.ofSeconds(wait))
                                    + ".";
            case "refused" -> "Given up: another attempt would be refused as well.";
            case "gone" -> "Given up: the receiver wants no more webhooks.";
            case "attempts_used_up" -> "Given up: no attempts are left.";
            case "retention_over" -> "Given up: the payload would expire before the next attempt.";
            case "unreadable" -> "Given up: the message cannot be read.";
            default -> "Given up.";
        };
    }

    static boolean waits(Message message) {
        return message.deletion() == null && message.status() == MessageStatus.PENDING_RETRY;
    }
}
