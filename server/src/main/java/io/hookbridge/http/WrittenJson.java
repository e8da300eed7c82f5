package io.hookbridge.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A part of an answer that is JSON already, for answers that are the same but for a word or two and
 * are given thousands of times a second.
 *
 * @param text one value, whose strings are escaped where they need it
 */
public record WrittenJson(@JsonValue @JsonRawValue String text) {}
