/** How counts of messages went over time: one bucket after the other, empty ones among them. */
@NullMarked
package io.hookbridge.insight.series;

import org.jspecify.annotations.NullMarked;
