package io.hookbridge.sdk.json;

/**
 * A JSON text that is written as it stands, byte for byte.
 *
 * @param text one JSON value
 */
public record JsonText(String text) {

    /**
     * Reads the text once, so that nothing else than JSON gets into a request.
     *
     * @param text one JSON value
     * @throws JsonException if it is not one JSON value
     */
    public JsonText {
        Json.read(text);
    }
}
