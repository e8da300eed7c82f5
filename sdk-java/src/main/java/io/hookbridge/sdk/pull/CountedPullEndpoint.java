package io.hookbridge.sdk.pull;

import io.hookbridge.sdk.json.Unwrapped;

/**
 * A pull endpoint, with how many events it has.
 *
 * @param endpoint the endpoint as it is now
 * @param counts how many events can be fetched
 */
public record CountedPullEndpoint(@Unwrapped PullEndpoint endpoint, PullEventCounts counts) {}
