/**
 * How deliveries to each endpoint go: what came of its messages in the last day, hour by hour, what
 * waits, and what failed last.
 *
 * <p>Reads sums and short stretches of indexes only, so that a list of endpoints is quick however
 * many messages there are.
 */
@NullMarked
package io.hookbridge.insight.health;

import org.jspecify.annotations.NullMarked;
