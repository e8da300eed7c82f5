package io.hookbridge.message;

/** What a node holds may be in other hands: nothing of it was written. */
public final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FencedException() {
        super("the node is fenced, its messages are in other hands", null, false, false);
    }
}
