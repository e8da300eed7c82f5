/**
 * Outgoing HTTP to addresses that strangers chose.
 *
 * <p>{@link io.hookbridge.net.TargetCheck} judges a URL when an endpoint is made. {@link
 * io.hookbridge.net.TargetClient} sends: {@code Guard} checks each address where it is looked up
 * and where it is connected to, {@code KeptSocket} notices that a kept connection is gone before
 * anything is written to it, {@code Deadlines} ends calls that take too long, {@code CallMarks}
 * notes when each phase began. Which addresses are forbidden is in {@link
 * io.hookbridge.net.AddressRules}; decision 0007 says why it is done so.
 *
 * <p>The package is larger than others because each hook of the HTTP library is a small class of
 * its own, and none of them means anything outside of a call of {@code TargetClient}.
 */
@NullMarked
package io.hookbridge.net;

import org.jspecify.annotations.NullMarked;
