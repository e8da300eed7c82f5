package io.hookbridge.loadtest.portal;

/** The parts of the measurement; each can be done alone. */
enum Scenario {
    START,
    STEADY,
    HIGHEST,
    STRIPE
}
