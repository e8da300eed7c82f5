package io.hookbridge.app.terminal;

import static java.util.stream.Collectors.joining;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Json;

import java.io.PrintStream;
import java.util.Map;

/**
 * What administrative commands print: one JSON object on the standard output, ready for {@code jq}.
 */
public final class CommandOutput {

    /** How commands are written down in the audit. */
    public static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "command-line");

    private CommandOutput() {}

    /**
     * @throws StartFailure if it could not be written, with the ids that it has: what was done is
     *     done, and a secret among it is lost
     */
    public static void print(Map<String, Object> result) {
        print(result, System.out);
    }

    static void print(Map<String, Object> result, PrintStream out) {
        out.println(Json.MAPPER.writeValueAsString(result));
        if (out.checkError()) {
            throw new StartFailure(
                    "it was done, and the result could not be written: "
                            + result.entrySet().stream()
                                    .filter(each -> each.getKey().endsWith("_id"))
                                    .map(each -> each.getKey() + " " + each.getValue())
                                    .collect(joining(", ", "", "; make any secret anew")));
        }
    }
}
