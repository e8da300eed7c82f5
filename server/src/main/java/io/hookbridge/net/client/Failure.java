package io.hookbridge.net.client;

import io.hookbridge.net.Cause;
import io.hookbridge.net.Outcome;
import io.netty.channel.ConnectTimeoutException;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

import javax.net.ssl.SSLPeerUnverifiedException;

/** What failed, and the sentence that the owner of the receiver reads. */
final class Failure {

    /** The same for both: only the operator may know whether an inner name exists. */
    private static final String NOWHERE =
            "The host has no address, or one that deliveries may not reach.";

    static final Outcome.Failed UNKNOWN_NAME = new Outcome.Failed(Cause.DNS, NOWHERE);

    static final Outcome.Failed BLOCKED = new Outcome.Failed(Cause.BLOCKED_ADDRESS, NOWHERE);

    static final Outcome.Failed OUT_OF_TIME =
            new Outcome.Failed(Cause.TIMEOUT, "There was no complete answer in time.");

    static final Outcome.Failed HANDSHAKE_OUT_OF_TIME =
            new Outcome.Failed(Cause.TIMEOUT, "The TLS handshake was not complete in time.");

    static final Outcome.Failed TOO_LONG =
            new Outcome.Failed(
                    Cause.BROKEN, "The answer had more than 256 KiB of headers and the like.");

    static final Outcome.Failed NO_STATUS =
            new Outcome.Failed(Cause.BROKEN, "The answer had no valid status.");

    static final Outcome.Failed BROKEN =
            new Outcome.Failed(
                    Cause.BROKEN,
                    "The connection broke before the answer was complete, or it was not HTTP.");

    private Failure() {}

    static Outcome.Failed ofConnect(Throwable failure) {
        return new Outcome.Failed(
                Cause.CONNECT,
                failure instanceof ConnectTimeoutException
                        ? "No connection was made in time."
                        : "The connection was refused, or nothing leads to the address.");
    }

    static Outcome.Failed ofHandshake(Throwable failure) {
        return new Outcome.Failed(Cause.TLS, handshake(failure));
    }

    /** The order of the questions matters: the first yes counts. */
    private static String handshake(Throwable failure) {
        boolean ofCertificate = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLPeerUnverifiedException) {
                return "The certificate is for another host.";
            }
            if (cause instanceof CertificateExpiredException
                    || (cause instanceof CertPathValidatorException invalid
                            && invalid.getReason() == BasicReason.EXPIRED)) {
                return "The certificate has expired.";
            }
            ofCertificate |= cause instanceof CertificateException;
        }
        return ofCertificate
                ? "The certificate is not from an issuer that is trusted."
                : "The TLS handshake failed.";
    }
}
