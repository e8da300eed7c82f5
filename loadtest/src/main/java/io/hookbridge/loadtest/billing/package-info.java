/**
 * The measurements of billing: Create customer portal session, what is read of a tenant's billing,
 * and a storm of webhooks; each on a server of its own, with a fresh data folder and many tenants.
 */
@NullMarked
package io.hookbridge.loadtest.billing;

import org.jspecify.annotations.NullMarked;
