/** The names of those who acted: people and API keys of a tenant. */
@NullMarked
package io.hookbridge.tenant.actor;

import org.jspecify.annotations.NullMarked;
