package io.hookbridge.sdk;

import org.jspecify.annotations.Nullable;

/** No answer came, or none that can be read. */
public final class NoAnswerException extends HookBridgeException {

    private static final long serialVersionUID = 1;

    /** Whether the server may have done what was asked for. */
    private final boolean maybeDone;

    /**
     * Tells what happened.
     *
     * @param message what happened
     * @param maybeDone whether the server may have done what was asked for
     * @param cause what was caught
     */
    public NoAnswerException(String message, boolean maybeDone, @Nullable Throwable cause) {
        super(message, cause);
        this.maybeDone = maybeDone;
    }

    /**
     * Whether the server may have done what was asked for.
     *
     * @return {@code false} if the request certainly never reached it
     */
    public boolean maybeDone() {
        return maybeDone;
    }

    @Override
    public Remedy remedy() {
        return Remedy.TRY_LATER;
    }
}
