package io.hookbridge.loadtest.keepalive;

/** What is done to a receiver while messages come to it. */
record Disturbance(String name, Action action) {

    static final Disturbance NONE = new Disturbance("nothing", () -> {});

    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }
}
