package io.hookbridge.loadtest.keepalive.program;

import java.time.Duration;

/**
 * A port of a program, and what it does with connections there.
 *
 * @param idle how long a connection is kept without a request, whole seconds
 * @param requests how many requests a connection may carry, if the program has such a limit
 * @param behind the port of the receiver that requests are passed on to
 */
public record Door(int port, boolean https, Duration idle, int requests, int behind) {}
