package io.hookbridge.app.receive;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.ApiKeySource;
import io.hookbridge.app.client.Proxies;
import io.hookbridge.app.terminal.ShellWord;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.EndpointId;
import io.hookbridge.delivery.signing.VerifyingKey;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.Map;

/**
 * The endpoint that leads to this receiver, made for it and deleted when it ends.
 *
 * @param key to verify its deliveries with
 */
record OwnEndpoint(URI server, ApiKeySource apiKey, String id, VerifyingKey key) {

    /**
     * @throws StartFailure with what the server objects to
     */
    static OwnEndpoint create(URI server, ApiKeySource apiKey, URI url) {
        try (Api api = api(server, apiKey)) {
            JsonNode made =
                    api.post(
                                    "/v1/endpoints",
                                    Map.of(
                                            "url",
                                            url.toString(),
                                            "description",
                                            "./hookbridge receive"),
                                    201)
                            .at("/data");
            String id = made.at("/id").asString("");
            return EndpointId.parse(id)
                    .flatMap(_ -> VerifyingKey.parse(made.at("/signing_secret").asString("")))
                    .map(key -> new OwnEndpoint(server, apiKey, id, key))
                    .orElseThrow(() -> new StartFailure(server + " is no HookBridge server"));
        }
    }

    private static Api api(URI server, ApiKeySource apiKey) {
        return new Api(server, apiKey.key(), Proxies.of(System.getenv()));
    }

    /** The command line that sends a webhook here; to be pasted where this was started. */
    String sendLine() {
        return "curl -s -X POST %s %s -H 'Content-Type: application/json' -d '%s'"
                .formatted(
                        ShellWord.of(server + "/v1/webhooks/send"),
                        apiKey.header(),
                        "{\"endpoint_id\":\""
                                + id
                                + "\",\"payload\":{\"event\":\"order.created\",\"order_id\":1042}}");
    }

    /** The command line that shows what became of what was sent here. */
    String lookLine() {
        return "curl -s %s %s"
                .formatted(ShellWord.of(server + "/v1/logs?endpoint_id=" + id), apiKey.header());
    }

    /** Empty if all went well, else a line that says what is left behind. */
    String delete() {
        try (Api api = api(server, apiKey)) {
            api.delete("/v1/endpoints/" + id);
            return "";
        } catch (StartFailure failure) {
            return "The endpoint " + id + " is still there: " + failure.getMessage() + "\n";
        }
    }
}
