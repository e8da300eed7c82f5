/**
 * Projects: the part of a tenant that endpoints, messages and API keys belong to.
 *
 * <p>States: {@code active}; {@code suspended} (keys are refused with 403, nothing is lost); {@code
 * deleted} (keys no longer work, the row stays).
 */
@NullMarked
package io.hookbridge.tenant.project;

import org.jspecify.annotations.NullMarked;
