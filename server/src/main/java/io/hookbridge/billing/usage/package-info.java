/**
 * How many messages a tenant has sent: the live ones of each calendar month (UTC), which count
 * towards its plan, and those of test of each day, which do not.
 */
@NullMarked
package io.hookbridge.billing.usage;

import org.jspecify.annotations.NullMarked;
