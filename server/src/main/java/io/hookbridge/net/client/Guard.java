package io.hookbridge.net.client;

import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Target;

import java.net.InetAddress;

/**
 * Keeps the client from forbidden addresses: all that a name has are judged when it was looked up,
 * and each once more before it is connected to. What is judged there is what the socket is given,
 * so a name that changes its address in between gains nothing.
 */
record Guard(AddressRules rules) {

    /** Plain http goes only where the operator said so. */
    boolean allows(Target target, InetAddress address) {
        return target.isPlain() ? rules.allowedByOperator(address) : rules.allows(address);
    }
}
