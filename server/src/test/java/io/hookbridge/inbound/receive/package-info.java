/** Tests of the gate without a server around it. */
@NullMarked
package io.hookbridge.inbound.receive;

import org.jspecify.annotations.NullMarked;
