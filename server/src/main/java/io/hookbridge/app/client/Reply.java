package io.hookbridge.app.client;

import io.hookbridge.app.terminal.PlainText;
import io.hookbridge.base.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Optional;

/** What came of asking a server. */
public sealed interface Reply {

    /**
     * It answered.
     *
     * @param bytes the body as it came
     * @param retryAfter how long the server wants to be left alone, if it said so in whole seconds
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answered(int status, byte[] bytes, Optional<Duration> retryAfter) implements Reply {

        /** The body; without members if it is no JSON. */
        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(bytes);
            } catch (JacksonException noJson) {
                return Json.MAPPER.createObjectNode();
            }
        }

        /** Whether the same request may be answered otherwise a little later. */
        public boolean mayPass() {
            return status == 429 || status >= 500;
        }

        /** Whether a HookBridge server has refused it, and no proxy on the way. */
        public boolean isRefusedByServer() {
            return status >= 400 && json().at("/error/code").isString();
        }

        /** Status, code and sentence of a refusal, on one line. */
        public String refusal() {
            JsonNode error = json().at("/error");
            return error.isObject()
                    ? "%d %s: %s"
                            .formatted(
                                    status,
                                    PlainText.line(error.at("/code").asString(""), 80),
                                    PlainText.line(error.at("/message").asString(""), 400))
                    : status + ", which is no answer of a HookBridge server";
        }
    }

    /**
     * There was no whole answer.
     *
     * @param why what happened and what can be done, on one line
     */
    record Unanswered(String why) implements Reply {}
}
