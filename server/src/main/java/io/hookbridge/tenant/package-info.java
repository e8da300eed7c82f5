/**
 * Tenants: the companies on this installation. A tenant has projects; a project has API keys,
 * endpoints and messages; billing concerns the tenant as a whole.
 */
@NullMarked
package io.hookbridge.tenant;

import org.jspecify.annotations.NullMarked;
