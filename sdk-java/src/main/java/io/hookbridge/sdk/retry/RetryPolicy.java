package io.hookbridge.sdk.retry;

import java.util.List;

/**
 * When failed deliveries are tried again, whoever chose it. The plan may allow fewer attempts.
 *
 * @param delaysSeconds the least waits before the first retry, the second and so on
 * @param attempts how many attempts are made in all, the first one included
 * @param retryStatuses after which answers a delivery is tried again
 * @param timeoutSeconds how long an attempt may take
 * @param inWords the same for a person to read
 */
public record RetryPolicy(
        List<Integer> delaysSeconds,
        int attempts,
        List<String> retryStatuses,
        int timeoutSeconds,
        String inWords) {}
