package io.hookbridge.loadtest.billing;

/** The parts of the measurement; each can be done alone. */
enum Scenario {
    START,
    STEADY,
    HIGHEST,
    STRIPE
}
