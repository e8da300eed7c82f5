package io.hookbridge.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;

import io.hookbridge.base.Json;

import org.slf4j.event.KeyValuePair;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One JSON object for each event: {@code at}, {@code level}, {@code logger}, {@code message}, then
 * the event's own facts.
 */
final class JsonLines extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", Json.timestamp(event.getInstant()));
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("message", event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair fact : event.getKeyValuePairs()) {
                line.put(fact.key, fact.value);
            }
        }
        if (event.getThrowableProxy() != null) {
            line.put("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return Redaction.of(Json.MAPPER.writeValueAsString(line)) + "\n";
    }
}
