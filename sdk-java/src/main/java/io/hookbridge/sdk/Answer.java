package io.hookbridge.sdk;

import org.jspecify.annotations.Nullable;

/**
 * An answer that says more than its data.
 *
 * @param <T> the type of the data
 * @param data the result
 * @param meta what is said about the answer
 * @param message a sentence for people; {@code null} if there is none
 * @param error only if not everything that was asked for is done yet; {@code null} otherwise
 */
public record Answer<T>(T data, Meta meta, @Nullable String message, @Nullable ErrorBody error) {}
