package io.hookbridge.http;

import java.util.function.Supplier;

/**
 * How long the body of one request may be.
 *
 * @param bytes at the most; no more than {@link Route#maxBodyBytes}
 * @param receiver whoever gets it, in any words: what comes to one shares the room for bodies that
 *     one may have
 * @param tooLong makes the refusal of a longer one; called once at the most, must not wait
 */
public record BodyLimit(int bytes, String receiver, Supplier<ApiError> tooLong) {}
