/**
 * {@code …/pull}: the sources that keep what they receive until it is fetched, and their events: in
 * the order in which they are fetched, looked at without being fetched, acknowledged and deleted.
 */
@NullMarked
package io.hookbridge.console.pull;

import org.jspecify.annotations.NullMarked;
