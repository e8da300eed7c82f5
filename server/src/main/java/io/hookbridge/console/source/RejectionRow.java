package io.hookbridge.console.source;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.receive.Rejection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Something that was not let in, in a list.
 *
 * @param time in the form of HTML's {@code time}
 * @param from the sender’s address, and for how many alike it stands, in words
 * @param headers as they are kept; null where they are not
 */
public record RejectionRow(
        String time,
        String received,
        Badge badge,
        String cause,
        String remedy,
        String from,
        @Nullable String headers) {

    static List<RejectionRow> of(List<Rejection> rejections, Phrases phrases) {
        return rejections.stream().map(rejection -> of(rejection, phrases)).toList();
    }

    private static RejectionRow of(Rejection rejection, Phrases phrases) {
        RejectionAdvice advice = RejectionAdvice.of(rejection, phrases);
        return new RejectionRow(
                rejection.receivedAt().toString(),
                phrases.second(rejection.receivedAt()),
                new Badge(advice.title(), rejection.reason().isRefusal() ? "failing" : "ok"),
                advice.cause(),
                advice.remedy(),
                rejection.requests() == 1
                        ? phrases.say("source.refused.from", rejection.source())
                        : phrases.say(
                                "source.refused.from.several",
                                rejection.source(),
                                phrases.say("source.refused.requests", rejection.requests())),
                rejection.headers());
    }
}
