package io.hookbridge.loadtest.inbound;

/** The parts of the measurement; each can be done alone, with a server of its own. */
enum Scenario {
    INGEST,
    FORWARD,
    STEADY,
    FETCH,
    EVENTS,
    LISTENERS
}
