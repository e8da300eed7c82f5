package io.hookbridge.sdk.billing;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * One calendar month in UTC.
 *
 * @param periodStart the first day of the month
 * @param periodEnd the last day of the month
 * @param messageCount the messages of the month
 * @param overageCount the messages beyond those that the plan has
 * @param planLimit the plan's messages per month, of the running month as it is now, of another at
 *     its last message; {@code null} for an earlier month without any, and for all of test, whose
 *     messages count towards no plan
 */
public record UsageMonth(
        LocalDate periodStart,
        LocalDate periodEnd,
        long messageCount,
        long overageCount,
        @Nullable Long planLimit) {}
