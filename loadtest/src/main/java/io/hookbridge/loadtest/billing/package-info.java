/**
 * The measurement of Create customer portal session: four scenarios on a server of their own, with
 * a fresh data folder and many tenants.
 */
@NullMarked
package io.hookbridge.loadtest.billing;

import org.jspecify.annotations.NullMarked;
