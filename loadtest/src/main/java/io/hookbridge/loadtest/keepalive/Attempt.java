package io.hookbridge.loadtest.keepalive;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * An attempt as the server has written it down.
 *
 * @param endpoint from 0
 * @param status of the answer; null if there was none
 * @param error null after a success
 * @param second whether it was sent once more on a new connection, because a kept one had ended
 * @param reached how far it came
 */
record Attempt(
        UUID message,
        int endpoint,
        @Nullable Integer status,
        @Nullable String error,
        boolean second,
        Stage reached) {

    /** What a connection was when the attempt ended. */
    enum Stage {
        /** Not there. */
        NONE("not connected"),

        /** Connected, but the TLS handshake was not over. */
        SHAKING("in the handshake"),

        /** Made for this attempt. */
        NEW("new connection"),

        /** Used before. */
        KEPT("kept connection");

        private final String text;

        Stage(String text) {
            this.text = text;
        }
    }

    boolean succeeded() {
        return error == null;
    }

    boolean kept() {
        return reached == Stage.KEPT;
    }

    /** What failed, and where, since that says who may have caused it. */
    String failure() {
        return "%s (%s%s)"
                .formatted(
                        status == null ? error : "status " + status,
                        reached.text,
                        second ? " after a kept one" : "");
    }
}
