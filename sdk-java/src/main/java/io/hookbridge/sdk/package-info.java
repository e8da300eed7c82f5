/**
 * A client of the HTTP API of a HookBridge server.
 *
 * <p>{@link io.hookbridge.sdk.HookBridge} is where to begin. It leads to one class for each area of
 * the API; each of their methods is one operation. What a method sends is an immutable {@link
 * io.hookbridge.sdk.Members}, what it returns is a record. A member that an answer does not have is
 * {@code null} in its record, or an empty list or map, 0 or {@code false}; members that this
 * version does not know are passed over. Whatever goes wrong is a {@link
 * io.hookbridge.sdk.HookBridgeException}.
 */
@NullMarked
package io.hookbridge.sdk;

import org.jspecify.annotations.NullMarked;
