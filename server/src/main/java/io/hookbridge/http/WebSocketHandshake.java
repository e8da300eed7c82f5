package io.hookbridge.http;

import java.util.Arrays;
import java.util.Base64;

/** What a request has to say that wants to become a WebSocket (RFC 6455, section 4.2.1). */
final class WebSocketHandshake {

    private static final int KEY_BYTES = 16;

    private WebSocketHandshake() {}

    /**
     * @throws ApiError {@code INVALID_REQUEST} if it is no handshake
     */
    static void check(Call call) {
        boolean isOne =
                call.method().equals("GET")
                        && has(call, "Upgrade", "websocket")
                        && has(call, "Connection", "upgrade")
                        && call.header("Sec-WebSocket-Key").filter(it -> isKey(it)).isPresent()
                        && call.header("Content-Length").isEmpty()
                        && call.header("Transfer-Encoding").isEmpty();
        if (!isOne) {
            throw ApiError.invalidRequest(
                    "this operation is a WebSocket: send the handshake of RFC 6455, over HTTP/1.1");
        }
        if (call.header("Sec-WebSocket-Version").filter("13"::equals).isEmpty()) {
            throw ApiError.invalidRequest("Sec-WebSocket-Version must be 13");
        }
    }

    private static boolean has(Call call, String header, String token) {
        return call.headers().stream()
                .filter(line -> line.getKey().equalsIgnoreCase(header))
                .flatMap(line -> Arrays.stream(line.getValue().split(",")))
                .anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
