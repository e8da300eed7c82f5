/** The processes that are measured: starting them, ending them for certain, and what they use. */
@NullMarked
package io.hookbridge.loadtest.process;

import org.jspecify.annotations.NullMarked;
