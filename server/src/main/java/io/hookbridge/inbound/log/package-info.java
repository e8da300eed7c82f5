/** Requests that became messages, as they came, for people who look at them. */
@NullMarked
package io.hookbridge.inbound.log;

import org.jspecify.annotations.NullMarked;
