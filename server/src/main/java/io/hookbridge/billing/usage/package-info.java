/** How many messages a tenant has sent: one count for each calendar month (UTC). */
@NullMarked
package io.hookbridge.billing.usage;

import org.jspecify.annotations.NullMarked;
