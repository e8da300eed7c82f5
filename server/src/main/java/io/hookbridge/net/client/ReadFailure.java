package io.hookbridge.net.client;

import io.hookbridge.net.Trouble;
import io.netty.channel.ConnectTimeoutException;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

import javax.net.ssl.SSLPeerUnverifiedException;

/** Tells what went wrong from what was thrown. */
final class ReadFailure {

    private ReadFailure() {}

    static Trouble ofConnect(Throwable failure) {
        return failure instanceof ConnectTimeoutException
                ? Trouble.NOT_CONNECTED_IN_TIME
                : Trouble.CONNECTION_REFUSED;
    }

    /** The order of the questions matters: the first yes counts. */
    static Trouble ofHandshake(Throwable failure) {
        boolean ofCertificate = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLPeerUnverifiedException) {
                return Trouble.CERTIFICATE_OF_OTHER_HOST;
            }
            if (cause instanceof CertificateExpiredException
                    || (cause instanceof CertPathValidatorException invalid
                            && invalid.getReason() == BasicReason.EXPIRED)) {
                return Trouble.CERTIFICATE_EXPIRED;
            }
            ofCertificate |= cause instanceof CertificateException;
        }
        return ofCertificate ? Trouble.CERTIFICATE_NOT_TRUSTED : Trouble.HANDSHAKE_FAILED;
    }
}
