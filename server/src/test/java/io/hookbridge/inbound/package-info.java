/** Tests of what is received, from the gate to the forward. */
@NullMarked
package io.hookbridge.inbound;

import org.jspecify.annotations.NullMarked;
