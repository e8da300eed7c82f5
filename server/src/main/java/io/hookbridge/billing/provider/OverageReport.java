package io.hookbridge.billing.provider;

import io.hookbridge.base.Mode;

import java.time.Instant;

/**
 * Usage of one customer in one hour, to be billed.
 *
 * @param meter the name under which the provider counts
 * @param customer the provider's own identifier
 * @param hour the start of the hour (UTC)
 * @param messages more than 0
 * @param identifier the same for each repetition; at most 100 characters
 * @param attempt counts the repetitions
 */
public record OverageReport(
        Mode mode,
        String meter,
        String customer,
        Instant hour,
        long messages,
        String identifier,
        int attempt) {}
