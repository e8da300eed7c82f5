/**
 * The measurement of a take-over: a server is killed with thousands of messages in its memory, and
 * another one, or the same one started again, delivers them. {@link
 * io.hookbridge.loadtest.recovery.Interrupted} brings a server into that state and watches the
 * database from then on.
 */
@NullMarked
package io.hookbridge.loadtest.recovery;

import org.jspecify.annotations.NullMarked;
