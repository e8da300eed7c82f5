/** Figures of what became of messages, in all and over time. */
@NullMarked
package io.hookbridge.sdk.metric;

import org.jspecify.annotations.NullMarked;
