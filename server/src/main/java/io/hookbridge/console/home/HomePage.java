package io.hookbridge.console.home;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The first page: what is left to do, and how things are.
 *
 * @param steps to the first webhook; empty once all are done
 * @param day null as long as there is no message to tell of
 * @param troubles the worst first
 * @param ledger where it is told whether any message was lost
 */
public record HomePage(
        Shell shell,
        List<Step> steps,
        @Nullable Day day,
        List<TroubleRow> troubles,
        String ledger) {

    /**
     * A step to the first webhook.
     *
     * @param way where to do it
     */
    public record Step(String title, String text, boolean done, Shell.Link way) {}
}
