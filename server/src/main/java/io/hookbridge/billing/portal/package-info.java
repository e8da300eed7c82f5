/**
 * Create customer portal session: {@code POST /v1/billing/portal}.
 *
 * <p>A portal session is a short-lived page, hosted by the billing provider, where a person manages
 * the tenant's subscription. Its URL is a bearer credential: whoever opens it acts as the customer.
 * It is therefore made on request, answered with {@code Cache-Control: no-store}, and never logged,
 * stored or replayed.
 */
@NullMarked
package io.hookbridge.billing.portal;

import org.jspecify.annotations.NullMarked;
