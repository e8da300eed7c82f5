package io.hookbridge.net;

import java.net.UnknownHostException;

/** An address that may not be reached, found by a look-up or in the URL itself. */
final class BlockedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    BlockedAddressException() {
        super("an address that requests may not reach");
    }
}
