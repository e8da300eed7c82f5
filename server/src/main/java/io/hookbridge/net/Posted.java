package io.hookbridge.net;

/** A call that was made: what came of it, and what took how long. */
public record Posted(Outcome outcome, Phases phases) {}
