/**
 * Tenants: the companies on this installation. A tenant has projects; a project has API keys,
 * endpoints and messages; billing concerns the tenant as a whole.
 *
 * <p>States: {@code active}; {@code suspended} (nobody of it is let in and nothing is delivered;
 * nothing is lost); {@code erasing} (the same, until nothing of it is left; see {@link
 * io.hookbridge.tenant.erasure}).
 */
@NullMarked
package io.hookbridge.tenant;

import org.jspecify.annotations.NullMarked;
