package io.hookbridge.console.playground;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.live.LiveRows;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.log.LogEntry;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.outbound.send.SendRepeatedly;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells what became of the events that were sent to an endpoint since a moment. */
final class SentEvents {

    static final String PART = Section.PLAYGROUND.path() + "/sent";

    private static final int SHOWN = 20;

    private final MessageLog log;
    private final InstantSource clock;

    SentEvents(MessageLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** What addresses end with that are about these events. */
    static String query(EndpointId endpoint, Instant since) {
        return "?endpoint=" + endpoint + "&since=" + since;
    }

    PlaygroundPage.Sent find(ConsoleVisit visit, Place place, EndpointId endpoint, Instant since) {
        LogFilter filter =
                new LogFilter(
                        place.environment().id(),
                        Direction.OUTBOUND,
                        TargetId.of(endpoint),
                        null,
                        since,
                        null);
        List<LogEntry> entries = log.page(filter, null, SendRepeatedly.MOST);
        return new PlaygroundPage.Sent(
                summary(entries, visit.phrases()),
                LiveRows.of(visit, place, entries.stream().limit(SHOWN).toList(), clock.instant()),
                place.path(PART) + query(endpoint, since),
                place.path(Section.PLAYGROUND.path()) + query(endpoint, since));
    }

    private static String summary(List<LogEntry> entries, Phrases phrases) {
        Map<MessageStatus, Long> byStatus = new EnumMap<>(MessageStatus.class);
        entries.forEach(entry ->
                byStatus.merge(MessageStatus.of(entry.status()).orElseThrow(), 1L, Long::sum));
        String states =
                byStatus.entrySet().stream()
                        .map(each ->
                                phrases.say(
                                        "playground.state." + each.getKey().word(),
                                        each.getValue()))
                        .collect(Collectors.joining(", "));
        return entries.isEmpty()
                ? phrases.say("playground.since.none")
                : phrases.say("playground.since", entries.size(), states);
    }
}
