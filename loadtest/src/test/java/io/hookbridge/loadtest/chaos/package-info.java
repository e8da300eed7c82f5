/** Tests of the proof of no loss: that its judgement sees what it should, and its parts work. */
@NullMarked
package io.hookbridge.loadtest.chaos;

import org.jspecify.annotations.NullMarked;
