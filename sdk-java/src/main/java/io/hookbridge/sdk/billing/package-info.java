/** The subscription of the tenant, its usage and its invoices. */
@NullMarked
package io.hookbridge.sdk.billing;

import org.jspecify.annotations.NullMarked;
