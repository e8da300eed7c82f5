/**
 * A server's API as a command on somebody's own machine uses it: where the server is, which key to
 * show, through which proxy, and what to say when it does not answer. Needs no settings, no
 * database and no data folder.
 */
@NullMarked
package io.hookbridge.app.client;

import org.jspecify.annotations.NullMarked;
