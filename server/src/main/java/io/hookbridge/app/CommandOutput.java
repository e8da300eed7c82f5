package io.hookbridge.app;

import io.hookbridge.base.Json;
import io.hookbridge.http.Actor;

import java.util.Map;

/**
 * What administrative commands print: one JSON object on the standard output, ready for {@code jq}.
 */
final class CommandOutput {

    /** How commands are written down in the audit. */
    static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "command-line");

    private CommandOutput() {}

    static void print(Map<String, Object> result) {
        System.out.println(Json.MAPPER.writeValueAsString(result));
    }
}
