/**
 * What an operator wants to know of the state behind Stripe, in one query over the tables of the
 * other features: the declared exception to the rule that a feature reads only its own.
 */
@NullMarked
package io.hookbridge.billing.status;

import org.jspecify.annotations.NullMarked;
