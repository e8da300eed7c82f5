/**
 * Many listeners over WebSockets in one thread, and what they hear: each message is known by the
 * number of its payload.
 */
@NullMarked
package io.hookbridge.loadtest.listen;

import org.jspecify.annotations.NullMarked;
