package io.hookbridge.insight.export;

import io.hookbridge.base.Direction;
import io.hookbridge.base.Json;
import io.hookbridge.insight.log.LogEntry;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The log as CSV: RFC 4180 with a header line, in UTF-8 without a byte-order mark.
 *
 * <p>Spreadsheets take a cell that begins like a formula for one, and what a receiver answered can
 * end up in {@code last_error}. Cells of free text that begin so get an apostrophe in front, which
 * spreadsheets read as "this is text"; programs that want the exact text have the log.
 */
final class CsvFormat {

    private static final String LINE_END = "\r\n";

    /** What a formula begins with, also behind what spreadsheets skip (OWASP, "CSV Injection"). */
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private record Column(String name, Function<LogEntry, @Nullable Object> value) {}

    private static final CsvFormat OUTBOUND =
            new CsvFormat(
                    List.of(new Column("message_id", LogEntry::messageId)),
                    new Column("created_at", LogEntry::createdAt));

    private static final CsvFormat INBOUND =
            new CsvFormat(
                    List.of(
                            new Column("message_id", LogEntry::messageId),
                            new Column("inbound_endpoint_id", LogEntry::inboundEndpointId)),
                    new Column("received_at", LogEntry::receivedAt));

    private final List<Column> columns = new ArrayList<>();

    /** The members of an entry of the log, in the same order. */
    private CsvFormat(List<Column> first, Column begun) {
        columns.addAll(first);
        columns.addAll(
                List.of(
                        new Column("endpoint", entry -> harmless(entry.endpoint())),
                        new Column("status", LogEntry::status),
                        new Column("attempt_count", LogEntry::attemptCount),
                        begun,
                        new Column("delivered_at", LogEntry::deliveredAt),
                        new Column("response_status", LogEntry::responseStatus),
                        new Column("response_latency_ms", LogEntry::responseLatencyMs),
                        new Column("next_attempt_at", LogEntry::nextAttemptAt),
                        new Column("last_error", entry -> harmless(entry.lastError())),
                        new Column("first_attempt_at", LogEntry::firstAttemptAt),
                        new Column("processing_ms", LogEntry::processingMs),
                        new Column("total_delivery_ms", LogEntry::totalDeliveryMs),
                        new Column("queue_wait_ms", LogEntry::queueWaitMs),
                        new Column("deleted_at", LogEntry::deletedAt)));
    }

    /** That of the messages that go in {@code direction}. */
    static CsvFormat of(Direction direction) {
        return direction == Direction.OUTBOUND ? OUTBOUND : INBOUND;
    }

    /** The first line. */
    byte[] header() {
        return (columns.stream().map(Column::name).collect(Collectors.joining(",")) + LINE_END)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A line for each entry. */
    byte[] lines(List<LogEntry> entries) {
        StringBuilder text = new StringBuilder(entries.size() * 256);
        for (LogEntry entry : entries) {
            String separator = "";
            for (Column column : columns) {
                text.append(separator).append(cell(column.value().apply(entry)));
                separator = ",";
            }
            text.append(LINE_END);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cell(@Nullable Object value) {
        String text =
                switch (value) {
                    case null -> "";
                    case Instant time -> Json.timestamp(time);
                    default -> value.toString();
                };
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static @Nullable String harmless(@Nullable String text) {
        return text != null && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : text;
    }
}
