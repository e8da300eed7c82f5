/** Tests of the transport, with the SDK's client on one side and real sockets on the other. */
@NullMarked
package io.hookbridge.billing.stripe.wire;

import org.jspecify.annotations.NullMarked;
