/** {@code …/metrics}: how many messages went how, and how fast they were answered. */
@NullMarked
package io.hookbridge.console.metric;

import org.jspecify.annotations.NullMarked;
