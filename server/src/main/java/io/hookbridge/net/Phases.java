package io.hookbridge.net;

import org.jspecify.annotations.Nullable;

/**
 * How long each phase of a call took, in whole milliseconds. A phase that was not needed or not
 * completed is null, never zero: a reused connection needs no look-up, no connect and no TLS.
 *
 * @param resolvedIp the address that was connected to or tried last, as RFC 5952 writes it; null if
 *     it came to none
 * @param lostMs the time that went into a kept connection which turned out to have ended, before
 *     the request was sent once more over a new one, whose phases these are
 * @param ttfbMs from the first byte of the request to the head of the answer
 * @param transferMs of the answer's body
 * @param reused whether the connection had been used before
 * @param totalMs of the whole call, also of one that failed
 */
public record Phases(
        @Nullable String resolvedIp,
        @Nullable Integer lostMs,
        @Nullable Integer dnsMs,
        @Nullable Integer tcpConnectMs,
        @Nullable Integer tlsHandshakeMs,
        @Nullable Integer ttfbMs,
        @Nullable Integer transferMs,
        boolean reused,
        int totalMs) {

    /** Of a call that came to nothing at once. */
    public static final Phases NONE =
            new Phases(null, null, null, null, null, null, null, false, 0);
}
