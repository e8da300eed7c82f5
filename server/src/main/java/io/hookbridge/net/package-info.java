/**
 * Outgoing HTTP to addresses that strangers chose: which addresses may be reached, and a client
 * that reaches no others, waits no longer and reads no more than it was told to.
 */
@NullMarked
package io.hookbridge.net;

import org.jspecify.annotations.NullMarked;
