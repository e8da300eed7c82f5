/** Measures the server from outside; {@link io.hookbridge.loadtest.Bench} is where it starts. */
@NullMarked
package io.hookbridge.loadtest;

import org.jspecify.annotations.NullMarked;
