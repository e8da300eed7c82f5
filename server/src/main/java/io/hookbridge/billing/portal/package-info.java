/**
 * Create customer portal session: {@code POST /v1/billing/portal}.
 *
 * <p>A portal session is a short-lived page, hosted by the billing provider, where a person manages
 * the tenant's subscription. Its URL is a bearer credential: whoever opens it acts as the customer.
 * It is therefore made on request, answered with {@code Cache-Control: no-store}, and never logged,
 * stored or replayed.
 *
 * <p>Where the browser may come back to is decided by {@link
 * io.hookbridge.billing.portal.ReturnUrlPolicy}. Its allowed origins are read once, at boot; a
 * caller's URL is read by the same code, so the two can never disagree about what a host is. A
 * string is forwarded exactly as it was checked or it is refused; it is never repaired.
 */
@NullMarked
package io.hookbridge.billing.portal;

import org.jspecify.annotations.NullMarked;
