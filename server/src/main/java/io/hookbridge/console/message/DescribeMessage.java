package io.hookbridge.console.message;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.VisibleText;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.AttemptView;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says in words what is known of a message. Pure. */
final class DescribeMessage {

    private DescribeMessage() {}

    /** What became of it so far. */
    static String state(Message message, Instant now, Phrases phrases) {
        Message.Deletion deletion = message.deletion();
        if (deletion != null) {
            return phrases.say("message.told.deleted", phrases.second(deletion.at()));
        }
        return switch (message.status()) {
            case QUEUED -> phrases.say("message.told.queued");
            case PAUSED -> phrases.say("message.told.paused");
            case DELIVERING -> phrases.say("message.told.delivering");
            case SUCCEEDED -> succeeded(message, phrases);
            case PENDING_RETRY -> waiting(message, now, phrases);
            case FAILED_PERMANENT -> givenUp(message, phrases);
        };
    }

    private static String givenUp(Message message, Phrases phrases) {
        Instant finished = message.finishedAt();
        return finished == null
                ? phrases.say("message.told.given_up", message.attemptCount())
                : phrases.say(
                        "message.told.given_up.on",
                        message.attemptCount(),
                        phrases.second(finished));
    }

    private static String succeeded(Message message, Phrases phrases) {
        Instant finished = message.finishedAt();
        if (finished == null) {
            return phrases.say("message.told.delivered");
        }
        String at = phrases.second(finished);
        String took = phrases.about(MessagesPage.notNegative(message.createdAt(), finished));
        return message.attemptCount() == 1
                ? phrases.say("message.told.delivered.at_first", at, took)
                : phrases.say("message.told.delivered.later", at, took, message.attemptCount());
    }

    private static String waiting(Message message, Instant now, Phrases phrases) {
        Instant next = message.nextAttemptAt();
        if (next == null) {
            return phrases.say("message.told.waiting");
        }
        return next.isAfter(now)
                ? phrases.say(
                        "message.told.next",
                        phrases.about(Duration.between(now, next)),
                        phrases.second(next))
                : phrases.say("message.told.due");
    }

    /**
     * Names and values.
     *
     * @param url of the endpoint; empty if it is not known
     */
    static List<MessagePage.Fact> facts(Message message, String url, Phrases phrases) {
        List<MessagePage.Fact> facts = new ArrayList<>();
        boolean sent = MessagePages.isSent(message);
        facts.add(
                MessagePage.Fact.ofId(
                        phrases.say("message.fact.endpoint"),
                        url.isEmpty() ? "–" : MessagesPage.place(url)));
        facts.add(
                MessagePage.Fact.ofId(
                        phrases.say("message.fact.endpoint_id"),
                        sent
                                ? new EndpointId(message.target().value()).toString()
                                : message.target().toString()));
        facts.add(
                MessagePage.Fact.of(
                        sent
                                ? phrases.say("message.fact.accepted")
                                : phrases.say("message.fact.received"),
                        phrases.second(message.createdAt()) + " UTC"));
        facts.add(
                MessagePage.Fact.of(
                        phrases.say("message.fact.attempts"),
                        phrases.number(message.attemptCount())));
        if (message.replayCount() > 0) {
            facts.add(
                    MessagePage.Fact.of(
                            phrases.say("message.fact.replays"),
                            phrases.number(message.replayCount())));
        }
        Instant first = message.firstAttemptAt();
        if (first != null) {
            facts.add(
                    MessagePage.Fact.of(
                            phrases.say("message.fact.waited"),
                            phrases.about(MessagesPage.notNegative(message.createdAt(), first))));
        }
        if (message.idempotencyKey() != null) {
            facts.add(
                    MessagePage.Fact.ofId(
                            phrases.say("message.fact.key"),
                            VisibleText.line(message.idempotencyKey())));
        }
        facts.add(
                MessagePage.Fact.of(
                        phrases.say("message.fact.size"), phrases.size(message.sizeBytes())));
        facts.add(MessagePage.Fact.ofId(phrases.say("message.fact.type"), message.contentType()));
        facts.add(
                MessagePage.Fact.of(
                        phrases.say("message.fact.kept"),
                        phrases.second(message.payloadExpiresAt()) + " UTC"));
        facts.add(MessagePage.Fact.ofId("SHA-256", message.payloadSha256()));
        return facts;
    }

    /** What followed from an attempt. */
    static String decision(AttemptView attempt, Phrases phrases) {
        Integer wait = attempt.retryAfterSeconds();
        return switch (attempt.decision()) {
            case "done" -> phrases.say("message.decision.done");
            case "again" ->
                    wait == null
                            ? phrases.say("message.decision.again")
                            : phrases.say(
                                    "message.decision.again.after",
                                    phrases.about(Duration.ofSeconds(wait)));
            case "refused" -> phrases.say("message.decision.refused");
            case "gone" -> phrases.say("message.decision.gone");
            case "attempts_used_up" -> phrases.say("message.decision.attempts_used_up");
            case "retention_over" -> phrases.say("message.decision.retention_over");
            case "unreadable" -> phrases.say("message.decision.unreadable");
            default -> phrases.say("message.decision.given_up");
        };
    }

    static boolean waits(Message message) {
        return message.deletion() == null && message.status() == MessageStatus.PENDING_RETRY;
    }
}
