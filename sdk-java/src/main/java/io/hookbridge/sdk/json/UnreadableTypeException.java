package io.hookbridge.sdk.json;

/** A record that no JSON can be read into, because of the type of a component. */
public final class UnreadableTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    UnreadableTypeException(String where, String type) {
        super(where + " has the type " + type + ", which JSON is not read into");
    }
}
