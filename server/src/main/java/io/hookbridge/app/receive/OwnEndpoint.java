package io.hookbridge.app.receive;

import io.hookbridge.app.terminal.ShellWord;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.delivery.signing.VerifyingKey;

import java.net.URI;

/** The endpoint that leads to this receiver, made for it and deleted when it ends. */
record OwnEndpoint(URI server, ApiKeySource apiKey, ApiClient.Endpoint made) {

    /**
     * @throws StartFailure with what the server objects to
     */
    static OwnEndpoint create(URI server, ApiKeySource apiKey, URI url) {
        try (ApiClient api = new ApiClient(server, apiKey.key())) {
            return new OwnEndpoint(server, apiKey, api.createEndpoint(url));
        }
    }

    String id() {
        return made.id();
    }

    /** What its deliveries are verified with. */
    VerifyingKey key() {
        return made.key();
    }

    /** The command line that sends a webhook here; to be pasted where this was started. */
    String sendLine() {
        return "curl -s -X POST %s %s -H 'Content-Type: application/json' -d '%s'"
                .formatted(
                        ShellWord.of(server + "/v1/webhooks/send"),
                        apiKey.header(),
                        "{\"endpoint_id\":\""
                                + id()
                                + "\",\"payload\":{\"event\":\"order.created\",\"order_id\":1042}}");
    }

    /** The command line that shows what became of what was sent here. */
    String lookLine() {
        return "curl -s %s %s"
                .formatted(ShellWord.of(server + "/v1/logs?endpoint_id=" + id()), apiKey.header());
    }

    /** Empty if all went well, else a line that says what is left behind. */
    String delete() {
        try (ApiClient api = new ApiClient(server, apiKey.key())) {
            api.deleteEndpoint(id());
            return "";
        } catch (StartFailure failure) {
            return "The endpoint " + id() + " is still there: " + failure.getMessage() + "\n";
        }
    }
}
