package io.hookbridge.http;

/**
 * A connection that was upgraded to a WebSocket (RFC 6455). Whatever it is asked to do it does in
 * the order in which it was asked; any thread may ask, and nobody waits.
 */
public interface WebSocketLink {

    /** Close codes of RFC 6455, section 7.4.1. */
    int GOING_AWAY = 1001;

    int NOT_VALID = 1007;
    int FAULT = 1011;

    /** What happens to a link, told on its loop, where nothing may wait. */
    interface Events {

        /** A message came. */
        void text(String text);

        /** The other side answered a ping. */
        void pong(byte[] payload);

        /**
         * It has ended; told once, and last.
         *
         * @param code of the first close frame, whichever side sent it; 1006 if there was none
         */
        void closed(int code);
    }

    /**
     * Sends a message, in as many frames as it takes, and no faster than it is read.
     *
     * @param utf8 which nobody changes from now on; it may be on its way over other links as well
     * @param sent runs on the loop when the bytes are no longer needed for this link; not if it
     *     ends before
     */
    void send(byte[] utf8, Runnable sent);

    /** Asks the other side to answer with the same payload, of at most 125 bytes. */
    void ping(byte[] payload);

    /**
     * Says why it ends, and ends.
     *
     * @param reason at most 123 bytes
     */
    void close(int code, String reason);
}
