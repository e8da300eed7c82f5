package io.hookbridge.sdk.json;

/**
 * A JSON text that is written as it stands, byte for byte, and may be more than {@link
 * Json#read(String)} reads.
 *
 * @param text one JSON value
 */
public record JsonText(String text) {

    /**
     * Looks through the text once, so that nothing else than JSON gets into a request.
     *
     * @param text one JSON value, however deep and with numbers and names of any kind
     * @throws JsonException if it is not one JSON value
     */
    public JsonText {
        JsonReader.check(text);
    }
}
