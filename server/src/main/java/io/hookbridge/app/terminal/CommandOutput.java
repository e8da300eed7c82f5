package io.hookbridge.app.terminal;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Json;

import java.util.Map;

/**
 * What administrative commands print: one JSON object on the standard output, ready for {@code jq}.
 */
public final class CommandOutput {

    /** How commands are written down in the audit. */
    public static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "command-line");

    private CommandOutput() {}

    public static void print(Map<String, Object> result) {
        System.out.println(Json.MAPPER.writeValueAsString(result));
    }
}
