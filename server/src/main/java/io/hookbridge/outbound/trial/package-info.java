/**
 * A receiver of our own, for people whose own one is yet to be written: an endpoint whose URL leads
 * back here, where its deliveries are verified as any receiver should.
 */
@NullMarked
package io.hookbridge.outbound.trial;

import org.jspecify.annotations.NullMarked;
