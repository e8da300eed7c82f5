package io.hookbridge.app.terminal;

/**
 * The server or a command cannot go on, for a reason that the operator can mend; the message is all
 * that is shown.
 */
public final class StartFailure extends RuntimeException {

    public StartFailure(String message) {
        super(message, null, false, false);
    }
}
