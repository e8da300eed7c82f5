/**
 * {@code listen} and {@code tail}: what a server receives, on a developer's machine while it comes
 * in. Both are clients of a server's API and need nothing else; docs/listen.md has the protocol.
 */
@NullMarked
package io.hookbridge.app.listen;

import org.jspecify.annotations.NullMarked;
