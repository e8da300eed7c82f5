/**
 * Proves that no message is lost: starts the server with its PostgreSQL, sends numbered messages,
 * kills one part after the other at random moments, and compares what was accepted with what
 * arrived and with what the database says. {@link io.hookbridge.loadtest.chaos.SingleServerRun} and
 * {@link io.hookbridge.loadtest.chaos.ClusterRun} are the two experiments; {@link
 * io.hookbridge.loadtest.chaos.Verdict} is the judgement, a pure function of the {@link
 * io.hookbridge.loadtest.chaos.Evidence}.
 */
@NullMarked
package io.hookbridge.loadtest.chaos;

import org.jspecify.annotations.NullMarked;
