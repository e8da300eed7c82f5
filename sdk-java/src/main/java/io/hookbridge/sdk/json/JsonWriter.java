package io.hookbridge.sdk.json;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/** Writes one value. */
final class JsonWriter {

    private final StringBuilder text = new StringBuilder();

    String text() {
        return text.toString();
    }

    JsonWriter with(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof JsonText json) {
            text.append(json.text());
        } else if (value instanceof CharSequence
                || value instanceof Instant
                || value instanceof LocalDate) {
            string(value.toString());
        } else if (value instanceof Word constant) {
            string(constant.word());
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?> members) {
            object(members);
        } else if (value instanceof Iterable<?> values) {
            array(values);
        } else if (value instanceof Record record) {
            record(record);
        } else {
            throw new JsonException("JSON has nothing for a " + value.getClass().getName());
        }
        return this;
    }

    private void number(Number number) {
        boolean isFloating = number instanceof Double || number instanceof Float;
        if (isFloating && !Double.isFinite(number.doubleValue())) {
            throw new JsonException("JSON has no number that is not finite");
        }
        text.append(number);
    }

    private void object(Map<?, ?> members) {
        String between = "{";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            text.append(between);
            string(String.valueOf(member.getKey()));
            text.append(':');
            with(member.getValue());
            between = ",";
        }
        text.append(members.isEmpty() ? "{}" : "}");
    }

    private void array(Iterable<?> values) {
        text.append('[');
        String between = "";
        for (Object value : values) {
            text.append(between);
            with(value);
            between = ",";
        }
        text.append(']');
    }

    private void record(Record record) {
        String between = "{";
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = Records.valueOf(record, component);
            if (value != null) {
                text.append(between);
                string(Names.inJson(component.getName()));
                text.append(':');
                with(value);
                between = ",";
            }
        }
        text.append(between.equals("{") ? "{}" : "}");
    }

    private void string(String value) {
        text.append('"');
        for (int at = 0; at < value.length(); at++) {
            char character = value.charAt(at);
            if (character == '"' || character == '\\') {
                text.append('\\').append(character);
            } else if (character < ' ' || Character.isSurrogate(character)) {
                // A lone surrogate has no UTF-8; a pair may be escaped as well.
                text.append(String.format("\\u%04x", (int) character));
            } else {
                text.append(character);
            }
        }
        text.append('"');
    }
}
