package io.hookbridge.sdk.billing;

/**
 * One position of an invoice.
 *
 * @param description what it is
 * @param amount in the unit of the invoice; negative for what is given back
 * @param quantity how many
 */
public record InvoiceLine(String description, long amount, long quantity) {}
