/** Those who acted, people and API keys of a tenant: their names, and whether they still may. */
@NullMarked
package io.hookbridge.tenant.actor;

import org.jspecify.annotations.NullMarked;
