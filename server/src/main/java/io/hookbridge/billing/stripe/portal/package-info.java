/**
 * Customer portal sessions of Stripe. The portal configuration is ours, found by its metadata or
 * created, so that no setting in Stripe's dashboard can break or change the portal.
 */
@NullMarked
package io.hookbridge.billing.stripe.portal;

import org.jspecify.annotations.NullMarked;
