package io.hookbridge.sdk;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What is wrong.
 *
 * @param code what went wrong, for programs: a word of {@code docs/errors.md}
 * @param message a sentence for people, which may change from one release of the server to the next
 * @param details more about it, where there is more to say; empty otherwise
 */
public record ErrorBody(String code, String message, Map<String, @Nullable Object> details) {}
