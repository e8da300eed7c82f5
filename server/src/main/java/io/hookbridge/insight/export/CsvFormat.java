package io.hookbridge.insight.export;

import io.hookbridge.base.Csv;
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
 * <p>What a receiver answered can end up in {@code last_error}, so free text is kept from becoming
 * a formula; programs that want the exact text have JSON lines.
 */
final class CsvFormat implements ExportFormat {

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
            names.addAll(List.of(PAYLOAD, PAYLOAD_BASE64, PAYLOAD_ERROR));
        }
        return (String.join(",", names) + Csv.LINE_END).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] lines(List<ExportedMessage> messages) {
        StringBuilder text = new StringBuilder(messages.size() * 256);
        for (ExportedMessage message : messages) {
            text.append(cells(message).stream().map(Csv::quoted).collect(Collectors.joining(",")))
                    .append(Csv.LINE_END);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<String> cells(ExportedMessage message) {
        List<String> cells = new ArrayList<>();
        for (ExportColumn column : columns) {
            String cell = cell(column.value().apply(message.entry()));
            cells.add(column.isFree() ? Csv.free(cell) : cell);
        }
        if (payloads) {
            cells.add(Csv.free(cell(message.text())));
            // Base64 may begin with a plus.
            cells.add(Csv.free(cell(message.base64())));
            cells.add(cell(message.payloadError()));
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
}
