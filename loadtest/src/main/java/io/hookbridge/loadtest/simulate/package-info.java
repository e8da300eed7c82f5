/**
 * What happens on machines that nobody has here: arrivals of real shape, the measured costs of a
 * message, and the queues in front of each resource. Nothing is started; time is a number.
 */
@NullMarked
package io.hookbridge.loadtest.simulate;

import org.jspecify.annotations.NullMarked;
