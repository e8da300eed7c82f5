package io.hookbridge.sdk.retry;

import io.hookbridge.sdk.json.NullIfAbsent;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What was chosen of when failed deliveries are tried again. What is absent is left to the project,
 * or to the installation.
 *
 * @param delaysSeconds the least waits before the first retry, the second and so on. Each is
 *     lengthened by up to a tenth; the last one holds for all retries that are left. After a 429
 *     they are 30, 60, 120, 240 and then 300 seconds at the most; {@code null} if absent
 * @param attempts how many attempts are made in all, the first one included. If it is left out and
 *     there are {@code delays_seconds}, one more than those. {@code null} if absent.
 * @param retryStatuses after which answers a delivery is tried again: statuses from 300 to 599, or
 *     hundreds such as {@code 5xx}. It always is without a complete answer, and never after 2xx and
 *     410. An empty list is none of them; {@code null} if absent
 * @param timeoutSeconds how long an attempt may take, from the look-up of the name to the last byte
 *     of the answer; {@code null} if absent
 */
public record ChosenRetryPolicy(
        @NullIfAbsent @Nullable List<Integer> delaysSeconds,
        @Nullable Integer attempts,
        @NullIfAbsent @Nullable List<String> retryStatuses,
        @Nullable Integer timeoutSeconds) {}
