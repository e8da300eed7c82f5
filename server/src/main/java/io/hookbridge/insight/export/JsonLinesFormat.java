package io.hookbridge.insight.export;

import io.hookbridge.base.Json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log as JSON lines: an object for each message, without the members that say nothing. */
final class JsonLinesFormat implements ExportFormat {

    private final List<ExportColumn> columns;
    private final boolean payloads;

    JsonLinesFormat(List<ExportColumn> columns, boolean payloads) {
        this.columns = columns;
        this.payloads = payloads;
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public byte[] lines(List<ExportedMessage> messages) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(messages.size() * 512);
        for (ExportedMessage message : messages) {
            lines.writeBytes(Json.MAPPER.writeValueAsBytes(members(message)));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private Map<String, Object> members(ExportedMessage message) {
        Map<String, Object> members = new LinkedHashMap<>();
        columns.forEach(
                column -> put(members, column.name(), column.value().apply(message.entry())));
        if (payloads) {
            put(members, PAYLOAD, message.text());
            put(members, PAYLOAD_BASE64, message.base64());
            put(members, PAYLOAD_ERROR, message.payloadError());
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
