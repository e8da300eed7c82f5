/**
 * Pure: why an attempt failed and what to do about it, a sentence each. {@link
 * io.hookbridge.message.explanation.FailureKind} is the table of causes; the API, the console and
 * the groups of dead letters take their words from it.
 */
@NullMarked
package io.hookbridge.message.explanation;

import org.jspecify.annotations.NullMarked;
