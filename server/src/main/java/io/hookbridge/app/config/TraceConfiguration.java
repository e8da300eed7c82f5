package io.hookbridge.app.config;

import java.net.URI;
import java.util.Optional;

/**
 * Who is told of traces.
 *
 * @param collector its address without a path; empty if nobody is
 * @param oneIn of so many messages that come without a trace one is told of
 */
public record TraceConfiguration(Optional<URI> collector, int oneIn) {

    static TraceConfiguration read(SettingValues values) {
        return new TraceConfiguration(
                values.value(Setting.TRACE_URL)
                        .flatMap(text -> values.httpUrl(Setting.TRACE_URL, text)),
                values.integer(Setting.TRACE_ONE_IN, 1, 1_000_000));
    }
}
