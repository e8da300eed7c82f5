package io.hookbridge.sdk.json;

/**
 * A record that no JSON can be read into, because of the type of a component; or one that can be
 * neither read nor written, because its module does not open the package that it lies in.
 */
public final class UnreadableTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    UnreadableTypeException(String where, String type) {
        super(where + " has the type " + type + ", which JSON is not read into");
    }

    UnreadableTypeException(Class<?> closed) {
        super(
                closed.getName()
                        + " is closed to this client: its module needs \"opens "
                        + closed.getPackageName()
                        + " to io.hookbridge.sdk;\"");
    }
}
