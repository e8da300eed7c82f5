package io.hookbridge.app.listen;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.terminal.PlainText;
import io.hookbridge.app.terminal.ShellWord;
import io.hookbridge.app.terminal.StartFailure;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The endpoint whose events are listened to.
 *
 * @param name empty if it has none
 * @param ingestUrl where others send webhooks to; holds the endpoint's token
 * @param choice why it is this one, for people
 */
record ListenEndpoint(String id, String name, String ingestUrl, String choice) {

    private static final String MODE = "cli";
    private static final String NEW_NAME = "CLI Endpoint";

    /** Of a list; more endpoints than any tenant has. */
    private static final int MOST_PAGES = 50;

    /**
     * The endpoint with this id or name; without one the newest that can be listened to, or else a
     * new one.
     *
     * @throws StartFailure if there is no such endpoint, or it cannot be listened to
     */
    static ListenEndpoint choose(Api api, @Nullable String idOrName) {
        List<JsonNode> all = all(api);
        if (idOrName != null) {
            return named(all, idOrName);
        }
        List<JsonNode> ready =
                all.stream().filter(each -> isListenedTo(each) && !isPaused(each)).toList();
        return switch (ready.size()) {
            case 0 -> create(api);
            case 1 -> of(ready.getFirst(), "the only one in mode cli");
            default ->
                    of(
                            ready.getFirst(),
                            "the newest of %d in mode cli; name another one to choose it"
                                    .formatted(ready.size()));
        };
    }

    private static List<JsonNode> all(Api api) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = api.get("/v1/inbound-endpoints?limit=100" + cursor);
            answer.at("/data").forEach(all::add);
            String next = answer.at("/meta/next_cursor").asString("");
            if (next.isEmpty()) {
                break;
            }
            cursor = "&cursor=" + next;
        }
        return all;
    }

    private static ListenEndpoint named(List<JsonNode> all, String idOrName) {
        List<JsonNode> found =
                all.stream()
                        .filter(each ->
                                idOrName.equals(text(each, "id"))
                                        || idOrName.equals(text(each, "name")))
                        .toList();
        if (found.isEmpty()) {
            throw new StartFailure(
                    "there is no inbound endpoint with the id or name "
                            + PlainText.line(idOrName, 80));
        }
        if (found.size() > 1) {
            throw new StartFailure(
                    found.size()
                            + " inbound endpoints have the name "
                            + PlainText.line(idOrName, 80)
                            + ": say the id of one");
        }
        JsonNode endpoint = found.getFirst();
        if (!isListenedTo(endpoint)) {
            throw new StartFailure(
                    "the endpoint is in mode %s, and only those in mode cli are listened to; make one with: %s"
                            .formatted(
                                    PlainText.line(text(endpoint, "mode"), 20),
                                    "./hookbridge listen, without an endpoint"));
        }
        if (isPaused(endpoint)) {
            throw new StartFailure(
                    "the endpoint is paused, and refuses what is sent to it: resume it with POST /v1/inbound-endpoints/"
                            + ShellWord.of(text(endpoint, "id"))
                            + "/resume");
        }
        return of(endpoint, "as you said");
    }

    private static ListenEndpoint create(Api api) {
        JsonNode made =
                api.post("/v1/inbound-endpoints", Map.of("mode", MODE, "name", NEW_NAME), 201)
                        .at("/data");
        return of(made, "made just now, as there was none in mode cli");
    }

    private static ListenEndpoint of(JsonNode json, String choice) {
        ListenEndpoint endpoint =
                new ListenEndpoint(
                        text(json, "id"), text(json, "name"), text(json, "ingest_url"), choice);
        if (endpoint.id().isEmpty() || endpoint.ingestUrl().isEmpty()) {
            throw new StartFailure("what answers there is no HookBridge server");
        }
        return endpoint;
    }

    private static boolean isListenedTo(JsonNode endpoint) {
        return text(endpoint, "mode").equals(MODE);
    }

    private static boolean isPaused(JsonNode endpoint) {
        return endpoint.at("/paused").asBoolean(false);
    }

    private static String text(JsonNode endpoint, String member) {
        return endpoint.at("/" + member).asString("");
    }

    /** Without the token in it. */
    @Override
    public String toString() {
        return id;
    }
}
