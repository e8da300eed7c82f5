package io.hookbridge.net;

/** Why there was no complete answer. */
public enum Cause {
    /** The host's name has no address, or none was found in time. */
    DNS,
    /** The host leads to an address that may not be reached. */
    BLOCKED_ADDRESS,
    /** No connection to any address within the time for one. */
    CONNECT,
    /** No trusted TLS connection: a wrong or expired certificate among others. */
    TLS,
    /** The answer was not complete within the time for the whole call. */
    TIMEOUT,
    /** The connection broke, or what came was not HTTP. */
    BROKEN
}
