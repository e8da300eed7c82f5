/**
 * Web servers of others, as the packages of Debian have them, in front of a receiver of ours: found
 * on the machine, configured in a temporary folder, started as children on ports of the loopback
 * address, reloaded. {@link io.hookbridge.loadtest.keepalive.program.Program} says what differs
 * from one to the other.
 */
@NullMarked
package io.hookbridge.loadtest.keepalive.program;

import org.jspecify.annotations.NullMarked;
