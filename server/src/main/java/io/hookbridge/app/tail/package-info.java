/**
 * {@code tail}: what is sent and received, a line for each message when it comes and whenever its
 * state changes. It only reads the logs of a server's API.
 */
@NullMarked
package io.hookbridge.app.tail;

import org.jspecify.annotations.NullMarked;
