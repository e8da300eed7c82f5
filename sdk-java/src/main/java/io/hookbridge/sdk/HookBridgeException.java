package io.hookbridge.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A request that did not do what it was to do: {@link RefusedException} if the server said so,
 * {@link NoAnswerException} if nobody did.
 */
public abstract sealed class HookBridgeException extends RuntimeException
        permits RefusedException, NoAnswerException {

    private static final long serialVersionUID = 1;

    HookBridgeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * What the caller can do.
     *
     * @return a constant for programs
     */
    public abstract Remedy remedy();
}
