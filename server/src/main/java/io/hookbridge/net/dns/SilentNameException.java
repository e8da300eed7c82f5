package io.hookbridge.net.dns;

import java.net.UnknownHostException;

/** Nobody has told in time which addresses a name has: it may have some. */
public final class SilentNameException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    public SilentNameException(String host) {
        super(host);
    }
}
