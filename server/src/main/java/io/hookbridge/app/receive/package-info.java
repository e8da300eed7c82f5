/**
 * {@code receive}: a receiver on this machine, to see webhooks arrive before there is one of one's
 * own. It needs no database and no data folder; with {@code --create-endpoint} it is a client of a
 * server's API.
 */
@NullMarked
package io.hookbridge.app.receive;

import org.jspecify.annotations.NullMarked;
