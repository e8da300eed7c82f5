package io.hookbridge.app.tail;

import io.hookbridge.app.terminal.Colours;
import io.hookbridge.app.terminal.PlainText;
import io.hookbridge.base.Json;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes what a log says of a message as one line. */
final class LogLines {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

    private static final int LONGEST_PLACE = 80;
    private static final int LONGEST_ERROR = 120;

    private LogLines() {}

    /** For people. */
    static String text(LogEntry entry, Colours colours, ZoneId zone) {
        String time =
                entry.time()
                        .map(at -> TIME.format(at.atZone(zone)))
                        .orElseGet(() -> PlainText.line(entry.at(), 14));
        StringBuilder line = new StringBuilder(160);
        line.append(colours.faint(time))
                .append("  ")
                .append(padded(entry.log().word(), 8))
                .append("  ")
                .append(PlainText.line(entry.id(), 36))
                .append("  ")
                .append(coloured(entry, colours))
                .append("  ")
                .append(entry.responseStatus() == 0 ? "   " : entry.responseStatus())
                .append("  ")
                .append(entry.latencyMs() < 0 ? "        " : "%5d ms".formatted(entry.latencyMs()))
                .append("  ")
                .append(PlainText.line(entry.endpoint(), LONGEST_PLACE));
        if (!entry.type().isEmpty()) {
            line.append("  ").append(PlainText.line(entry.type(), LONGEST_PLACE));
        }
        if (!entry.lastError().isEmpty() && !entry.status().equals("succeeded")) {
            line.append("  ").append(PlainText.line(entry.lastError(), LONGEST_ERROR));
        }
        return line.toString();
    }

    private static String coloured(LogEntry entry, Colours colours) {
        String status = padded(PlainText.line(entry.status(), 16), 16);
        return switch (entry.status()) {
            case "succeeded", "delivered" -> colours.green(status);
            case "failed_permanent" -> colours.red(status);
            case "pending_retry", "expired" -> colours.yellow(status);
            default -> status;
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** For programs. */
    static String json(LogEntry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("log", entry.log().word());
        line.put(entry.log().idMember(), entry.id());
        line.put(entry.log().timeMember(), entry.at());
        line.put("endpoint", entry.endpoint());
        if (!entry.type().isEmpty()) {
            line.put("event_type", entry.type());
        }
        line.put("status", entry.status());
        line.put("attempt_count", entry.attempts());
        if (entry.responseStatus() != 0) {
            line.put("response_status", entry.responseStatus());
        }
        if (entry.latencyMs() >= 0) {
            line.put("response_latency_ms", entry.latencyMs());
        }
        if (!entry.lastError().isEmpty()) {
            line.put("last_error", entry.lastError());
        }
        return Json.MAPPER.writeValueAsString(line);
    }
}
