/**
 * {@code …/billing}: plan, usage and invoices, and the ways to the billing provider's own pages.
 */
@NullMarked
package io.hookbridge.console.billing;

import org.jspecify.annotations.NullMarked;
