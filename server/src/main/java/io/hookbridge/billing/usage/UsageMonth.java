package io.hookbridge.billing.usage;

import org.jspecify.annotations.Nullable;

import java.time.YearMonth;

/**
 * What a tenant sent in one calendar month (UTC).
 *
 * @param overage messages beyond the limit, as it stood when each was accepted
 * @param planLimit the plan's messages per month: of the running month as it is now, of another at
 *     its last message; null for one without any
 */
public record UsageMonth(YearMonth month, long messages, long overage, @Nullable Long planLimit) {}
