package io.hookbridge.net;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says what a failed call failed of. The order of the questions matters: the first yes counts. */
final class Failure {

    private Failure() {}

    /** The same for both: only the operator may know whether an inner name exists. */
    private static final String NOWHERE =
            "The host has no address, or one that deliveries may not reach.";

    /**
     * @param outOfTime whether the time for the whole call was over
     */
    static Outcome.Failed of(IOException exception, CallMarks marks, boolean outOfTime) {
        if (exception instanceof BlockedAddressException) {
            return failed(Cause.BLOCKED_ADDRESS, NOWHERE);
        }
        if (outOfTime) {
            return failed(Cause.TIMEOUT, "There was no complete answer in time.");
        }
        if (exception instanceof UnknownHostException) {
            return failed(Cause.DNS, NOWHERE);
        }
        // Of several addresses the first failure is told, the marks are those of the last.
        if (marks.inHandshake() || (!marks.onConnection() && exception instanceof SSLException)) {
            return failed(Cause.TLS, handshake(exception));
        }
        if (!marks.onConnection()) {
            return failed(
                    Cause.CONNECT,
                    exception instanceof SocketTimeoutException
                            ? "No connection was made in time."
                            : "The connection was refused, or nothing leads to the address.");
        }
        return failed(
                Cause.BROKEN,
                "The connection broke before the answer was complete, or it was not HTTP.");
    }

    private static String handshake(IOException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLPeerUnverifiedException) {
                return "The certificate is for another host.";
            }
            if (cause instanceof CertificateExpiredException
                    || (cause instanceof CertPathValidatorException invalid
                            && invalid.getReason() == BasicReason.EXPIRED)) {
                return "The certificate has expired.";
            }
        }
        return isOfCertificate(exception)
                ? "The certificate is not from an issuer that is trusted."
                : "The TLS handshake failed.";
    }

    private static boolean isOfCertificate(Throwable exception) {
        Throwable cause = exception.getCause();
        return cause != null && (cause instanceof CertificateException || isOfCertificate(cause));
    }

    static Outcome.Failed failed(Cause cause, String sentence) {
        return new Outcome.Failed(cause, sentence);
    }
}
