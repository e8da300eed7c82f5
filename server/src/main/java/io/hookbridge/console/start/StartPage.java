package io.hookbridge.console.start;

import io.hookbridge.console.frame.Shell;

import java.net.URI;

/**
 * The way to the first webhook. Its command lines take the API key from a variable, and work in a
 * POSIX shell once what stands in capitals is replaced.
 *
 * @param keys where API keys are
 * @param server how programs reach this server: scheme, host and port
 */
public record StartPage(Shell shell, String keys, URI server) {

    private static final String KEY = "-H \"Authorization: Bearer $HOOKBRIDGE_API_KEY\"";
    private static final String JSON = "-H 'Content-Type: application/json'";

    /** Keeps the key for the lines that follow. */
    public String keyLine() {
        return "export HOOKBRIDGE_API_KEY=YOUR_API_KEY";
    }

    public String createLine() {
        return "curl -s -X POST "
                + server
                + "/v1/endpoints "
                + KEY
                + " "
                + JSON
                + " -d '{\"url\":\"https://YOUR_RECEIVER\"}'";
    }

    public String sendLine() {
        return "curl -s -X POST "
                + server
                + "/v1/webhooks/send "
                + KEY
                + " "
                + JSON
                + " -d '{\"endpoint_id\":\"ENDPOINT_ID\",\"payload\":{\"event\":\"order.created\"}}'";
    }

    public String lookLine() {
        return "curl -s " + server + "/v1/logs " + KEY;
    }

    /** Starts a receiver with an endpoint of its own. */
    public String receiveLine() {
        return "./hookbridge receive --create-endpoint --server " + server + " &";
    }

    /** What official SDKs read. */
    public String sdkLine() {
        return "export HOOKBRIDGE_BASE_URL=" + server + " HOOKBRIDGE_SEND_URL=" + server;
    }

    /** Writes the configuration of {@code hb}, readable for its owner only. */
    public String cliLine() {
        return "(umask 077; mkdir -p ~/.hookbridge; echo '{\"api_base_url\":\""
                + server
                + "\",\"stream_url\":\""
                + stream()
                + "\"}' > ~/.hookbridge/config.json)";
    }

    private String stream() {
        return (server.getScheme().equals("https") ? "wss://" : "ws://") + server.getAuthority();
    }
}
