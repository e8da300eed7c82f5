/**
 * A name server of our own, and how a server that is measured comes to ask it and no other: by a
 * {@code /etc/resolv.conf} that only its processes see.
 */
@NullMarked
package io.hookbridge.loadtest.dns;

import org.jspecify.annotations.NullMarked;
