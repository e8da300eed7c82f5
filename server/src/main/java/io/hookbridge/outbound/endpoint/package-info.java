/**
 * Endpoints: the addresses that an environment sends webhooks to, with their signing keys.
 *
 * <p>An endpoint is active, paused (what is sent to it waits; {@code requested} by a caller, or
 * {@code gone} because the receiver answered 410) or deleted (nothing new is accepted for it, what
 * was accepted goes on). It has one or two signing keys; every delivery is signed with each of
 * them, so that a receiver can change from one to the other whenever it likes.
 *
 * <p>{@link io.hookbridge.delivery.target.DeliveryTargets} is what sending and delivering ask on
 * every message; it answers from memory. {@link io.hookbridge.outbound.endpoint.Endpoints} holds
 * the rules of changes.
 */
@NullMarked
package io.hookbridge.outbound.endpoint;

import org.jspecify.annotations.NullMarked;
