package io.hookbridge.insight.export;

import io.hookbridge.base.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The log as CSV: RFC 4180 with a header line, without a byte-order mark.
 *
 * <p>Spreadsheets take a cell that begins like a formula for one, and what a receiver answered can
 * end up in {@code last_error}. Cells of free text that begin so get an apostrophe in front, which
 * spreadsheets read as "this is text"; programs that want the exact text have JSON lines.
 */
final class CsvFormat implements ExportFormat {

    private static final String LINE_END = "\r\n";

    /** What a formula begins with, also behind what spreadsheets skip (OWASP, "CSV Injection"). */
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private final List<ExportColumn> columns;
    private final boolean payloads;

    CsvFormat(List<ExportColumn> columns, boolean payloads) {
        this.columns = columns;
        this.payloads = payloads;
    }

    @Override
    public byte[] header() {
        List<String> names = new ArrayList<>(columns.stream().map(ExportColumn::name).toList());
        if (payloads) {
            names.addAll(List.of(PAYLOAD, PAYLOAD_BASE64));
        }
        return (String.join(",", names) + LINE_END).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] lines(List<ExportedMessage> messages) {
        StringBuilder text = new StringBuilder(messages.size() * 256);
        for (ExportedMessage message : messages) {
            text.append(
                            cells(message).stream()
                                    .map(CsvFormat::quoted)
                                    .collect(Collectors.joining(",")))
                    .append(LINE_END);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<String> cells(ExportedMessage message) {
        List<String> cells = new ArrayList<>();
        for (ExportColumn column : columns) {
            String cell = cell(column.value().apply(message.entry()));
            cells.add(column.isFree() ? harmless(cell) : cell);
        }
        if (payloads) {
            cells.add(harmless(cell(message.text())));
            // Base64 may begin with a plus.
            cells.add(harmless(cell(message.base64())));
        }
        return cells;
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Instant time -> Json.timestamp(time);
            default -> value.toString();
        };
    }

    private static String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
