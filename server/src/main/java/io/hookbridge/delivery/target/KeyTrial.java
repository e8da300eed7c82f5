package io.hookbridge.delivery.target;

import io.hookbridge.base.SigningKeyId;

import java.time.Instant;

/**
 * That some messages are signed with a target's newest key alone, to see whether the receiver knows
 * it.
 *
 * @param left how many are still to be accepted so, at least 1
 */
public record KeyTrial(SigningKeyId key, Instant startedAt, int left) {}
