package io.hookbridge.console.message;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.AttemptView;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the time of an attempt went, as bars one after another, on the scale of the longest attempt
 * of its message.
 *
 * @param bars in the order of time
 * @param words the same in words
 */
public record Waterfall(List<Bar> bars, String words) {

    /** How wide the drawing is. */
    public static final int WIDTH = 1000;

    /**
     * A phase.
     *
     * @param look the class of the bar
     * @param title what a pointer over it is told
     * @param x where it begins, 0 to {@link #WIDTH}
     * @param width at least 1
     */
    public record Bar(String look, String title, long x, long width) {}

    /**
     * @param scaleMs how long the longest attempt took, in milliseconds
     */
    static Waterfall of(AttemptView attempt, long scaleMs, Phrases phrases) {
        Drawing drawing = new Drawing(Math.max(1, scaleMs), phrases);
        drawing.add("lost", phrases.say("message.phase.lost"), attempt.lostConnectionMs());
        drawing.add("dns", "DNS", attempt.dnsMs());
        drawing.add("tcp", "TCP", attempt.tcpConnectMs());
        drawing.add("tls", "TLS", attempt.tlsHandshakeMs());
        drawing.add("wait", phrases.say("message.phase.first_byte"), attempt.ttfbMs());
        drawing.add("body", phrases.say("message.phase.transfer"), attempt.transferMs());
        drawing.addRest(attempt.responseLatencyMs());
        String all = drawing.bars.stream().map(Bar::title).collect(Collectors.joining(" · "));
        boolean kept = Boolean.TRUE.equals(attempt.connReused());
        return new Waterfall(
                List.copyOf(drawing.bars), kept ? phrases.say("message.phase.kept", all) : all);
    }

    private static final class Drawing {

        private final long scaleMs;
        private final List<Bar> bars = new ArrayList<>();
        private final Phrases phrases;
        private long ms;

        Drawing(long scaleMs, Phrases phrases) {
            this.scaleMs = scaleMs;
            this.phrases = phrases;
        }

        void add(String look, String phase, @Nullable Integer took) {
            if (took == null) {
                return;
            }
            long x = WIDTH * ms / scaleMs;
            long end = WIDTH * (ms + took) / scaleMs;
            bars.add(
                    new Bar(
                            look,
                            phrases.say("message.phase.took", phase, Integer.toString(took)),
                            Math.min(x, WIDTH - 1),
                            Math.max(1, Math.min(end, WIDTH) - Math.min(x, WIDTH - 1))));
            ms += took;
        }

        /** What no phase tells: it was broken off, or between two phases. */
        void addRest(int totalMs) {
            if (totalMs - ms > Math.max(2, scaleMs / 50) || (bars.isEmpty() && totalMs > 0)) {
                add("rest", phrases.say("message.phase.other"), (int) (totalMs - ms));
            }
        }
    }
}
