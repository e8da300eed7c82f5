package io.hookbridge.loadtest.outbound;

/** The parts of the measurement; each can be done alone, with a server of its own. */
enum Scenario {
    COLD,
    STEADY,
    HIGHEST,
    BURST,
    DRAIN,
    HANGING,
    CROWD,
    ATTACK,
    NAMES,
    SPREAD
}
