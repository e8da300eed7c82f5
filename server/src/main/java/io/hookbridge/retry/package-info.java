/**
 * How deliveries are tried again: the policies that an endpoint, its project and the installation
 * choose. What none of them chooses is the default's.
 *
 * <p>A {@link io.hookbridge.retry.RetryChoice} is what one of them says, a {@link
 * io.hookbridge.retry.RetryPolicy} what holds in the end.
 */
@NullMarked
package io.hookbridge.retry;

import org.jspecify.annotations.NullMarked;
