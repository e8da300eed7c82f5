package io.hookbridge.net;

import java.io.IOException;

/** A kept connection that the receiver had closed before any byte of the request was written. */
final class StaleConnectionException extends IOException {

    private static final long serialVersionUID = 1L;

    StaleConnectionException() {
        super("the receiver closed the idle connection");
    }
}
