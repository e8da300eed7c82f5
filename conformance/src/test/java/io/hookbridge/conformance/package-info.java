/**
 * Tests of the finished jar from the outside. Each runs the jar as somebody on a machine of their
 * own would, in a child process with its own folder, and looks at what it prints, answers, stores
 * and leaves behind.
 *
 * <p>A {@link io.hookbridge.conformance.Place} is such a machine in small; a {@link
 * io.hookbridge.conformance.Launch} is a command line typed there; a {@link
 * io.hookbridge.conformance.RunningServer} is what the commands {@code up} and {@code serve} make
 * of it. Tests of the API share one server, {@link io.hookbridge.conformance.SharedServer}, which
 * costs one start for all of them.
 */
@NullMarked
package io.hookbridge.conformance;

import org.jspecify.annotations.NullMarked;
