/**
 * {@code listen} and {@code tail}: what a server receives, on a developer's machine while it comes
 * in. Both are clients of a server's API and need nothing else; docs/listen.md has the protocol.
 *
 * <p>There are more types here than elsewhere: the command, the connection, what comes over it, the
 * server that it goes to and two ways to tell of it all know an event and nothing else of each
 * other.
 */
@NullMarked
package io.hookbridge.app.listen;

import org.jspecify.annotations.NullMarked;
