/**
 * The signing keys of endpoints, whichever way their messages came in. An endpoint that signs has
 * one or two; every delivery is signed with each of them, so that a receiver can change from one to
 * the other whenever it likes. A key that another took the place of may go on for a while, until
 * {@link io.hookbridge.delivery.key.ExpireSigningKeys} ends it.
 */
@NullMarked
package io.hookbridge.delivery.key;

import org.jspecify.annotations.NullMarked;
