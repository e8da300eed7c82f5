package io.hookbridge.console.source;

import io.hookbridge.http.page.Words;
import io.hookbridge.inbound.receive.Rejection;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Something that was not let in, in a list.
 *
 * @param time in the form of HTML's {@code time}
 * @param requests for how many it stands, in words; null for a single one
 * @param headers as they are kept; null where they are not
 */
public record RejectionRow(
        String time,
        String received,
        Badge badge,
        String cause,
        String remedy,
        String from,
        @Nullable String requests,
        @Nullable String headers) {

    static List<RejectionRow> of(List<Rejection> rejections) {
        return rejections.stream().map(RejectionRow::of).toList();
    }

    private static RejectionRow of(Rejection rejection) {
        RejectionAdvice advice = RejectionAdvice.of(rejection);
        return new RejectionRow(
                rejection.receivedAt().toString(),
                Words.second(rejection.receivedAt()),
                new Badge(advice.title(), rejection.reason().isRefusal() ? "failing" : "ok"),
                advice.cause(),
                advice.remedy(),
                rejection.source(),
                rejection.requests() == 1 ? null : Words.count(rejection.requests(), "request"),
                rejection.headers());
    }
}
