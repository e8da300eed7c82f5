package io.hookbridge.billing.provider;

/**
 * What a provider may answer to a request for a checkout session. One that it opened is the only
 * one of this customer that is open.
 */
public sealed interface CheckoutOutcome
        permits OpenedSession,
                CheckoutOutcome.AlreadySubscribed,
                CheckoutOutcome.NotSold,
                CheckoutOutcome.OtherCurrency {

    /** The customer has a live subscription already, whatever our own row says. */
    record AlreadySubscribed() implements CheckoutOutcome {}

    /** The plan is not for sale by this interval. */
    record NotSold() implements CheckoutOutcome {}

    /** The plan is sold in another currency than the one the customer has paid in before. */
    record OtherCurrency() implements CheckoutOutcome {}
}
