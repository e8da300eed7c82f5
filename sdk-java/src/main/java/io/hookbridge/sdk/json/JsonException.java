package io.hookbridge.sdk.json;

/** A text that is not JSON, or JSON that is not what was expected. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * Tells what is wrong.
     *
     * @param message what is wrong, without any of the text
     */
    public JsonException(String message) {
        super(message);
    }
}
