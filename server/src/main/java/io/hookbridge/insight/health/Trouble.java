package io.hookbridge.insight.health;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What the last failed attempts at an endpoint's messages came to.
 *
 * @param status of the answer; null if there was none
 * @param error in words
 * @param at when it was noted
 */
public record Trouble(@Nullable Integer status, String error, Instant at) {}
