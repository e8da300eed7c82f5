/** Tests. */
@NullMarked
package io.hookbridge.tenant.actor;

import org.jspecify.annotations.NullMarked;
