package io.hookbridge.console.frame;

import org.jspecify.annotations.Nullable;

/** The parts of the console, in the order of the navigation. */
public enum Section {
    START("Start", "/start", true),
    SOURCES("Sources", "/sources", true),
    PULL("Pull", "/pull", true),
    PLAYGROUND("Playground", "/playground", true),
    EXPORTS("Exports", "/exports", true),
    METRICS("Metrics", "/metrics", true),
    API_KEYS("API keys", "/api-keys", true),
    PROJECTS("Projects", "/console/projects", false),
    BILLING("Billing", "/billing", true),
    ACCOUNT("Account", "/console/account", false);

    private final String title;
    private final String path;
    private final boolean placed;

    /**
     * @param placed whether it is about a place, whose path goes before its own
     */
    Section(String title, String path, boolean placed) {
        this.title = title;
        this.path = path;
        this.placed = placed;
    }

    public String title() {
        return title;
    }

    /** What its path ends with. */
    public String path() {
        return path;
    }

    /**
     * Where its front page is.
     *
     * @param place null for a tenant without projects, who is told to create one
     */
    public String path(@Nullable Place place) {
        if (!placed) {
            return path;
        }
        return place == null ? ConsoleNotice.NO_PROJECT.on(PROJECTS.path) : place.path(path);
    }
}
