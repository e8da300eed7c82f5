package io.hookbridge.console.frame;

import io.hookbridge.tenant.user.User;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** The parts of the console, in the order of the navigation. */
public enum Section {
    HOME(Group.TRAFFIC, "Home", "/home", true, "/v1/metrics?window=24h"),
    MESSAGES(Group.TRAFFIC, "Messages", "/messages", true, "/v1/messages"),
    DEAD_LETTERS(Group.TRAFFIC, "Dead letters", "/dead-letters", true, "/v1/dlq/messages"),
    ENDPOINTS(Group.TRAFFIC, "Endpoints", "/endpoints", true, "/v1/endpoints"),
    SOURCES(Group.TRAFFIC, "Sources", "/sources", true, "/v1/inbound-endpoints"),
    PULL(Group.TRAFFIC, "Pull", "/pull", true, "/v1/pull-endpoints"),
    PLAYGROUND(Group.TRAFFIC, "Playground", "/playground", true, null),
    LIVE(Group.TRAFFIC, "Live", "/live", true, "/v1/logs"),
    EXPORTS(Group.FIGURES, "Exports", "/exports", true, "/v1/exports"),
    METRICS(Group.FIGURES, "Metrics", "/metrics", true, "/v1/metrics"),
    START(Group.OWN, "Quick start", "/start", true, null),
    API_KEYS(Group.OWN, "API keys", "/api-keys", true, "/v1/api-keys"),
    SETTINGS(Group.OWN, "Settings", "/settings", true, "/v1/projects"),
    PROJECTS(Group.OWN, "Projects", "/console/projects", false, "/v1/projects"),
    PEOPLE(Group.OWN, "People", "/console/people", false, null),
    AUDIT(Group.OWN, "Audit", "/console/audit", false, "/v1/audit-events"),
    BILLING(Group.OWN, "Billing", "/billing", true, "/v1/billing/subscription"),
    ACCOUNT(Group.OWN, "Account", "/console/account", false, null),
    OPERATOR(Group.INSTALLATION, "Operator", "/console/operator", false, null);

    private final Group group;
    private final String title;
    private final String path;
    private final boolean placed;
    private final @Nullable String call;

    /** What stands together in the navigation. */
    enum Group {
        TRAFFIC,
        FIGURES,
        OWN,
        INSTALLATION
    }

    /**
     * @param placed whether it is about a place, whose path goes before its own
     * @param call the path of the API that its front page stands for, or null
     */
    Section(Group group, String title, String path, boolean placed, @Nullable String call) {
        this.group = group;
        this.title = title;
        this.path = path;
        this.placed = placed;
        this.call = call;
    }

    /** Whether the navigation of this person leads there. */
    boolean isFor(User user) {
        return group != Group.INSTALLATION || user.operator();
    }

    Group group() {
        return group;
    }

    /** The path of the API that its front page stands for; null if there is none. */
    @Nullable String call() {
        return call;
    }

    public String title() {
        return title;
    }

    /** Of the phrase that it is called by. */
    public String key() {
        return "console.section." + name().toLowerCase(Locale.ROOT);
    }

    /** What its path ends with. */
    public String path() {
        return path;
    }

    /** The template of its front page. */
    String template() {
        return placed ? Place.TEMPLATE + path : path;
    }

    /**
     * Where its front page is.
     *
     * @param place null for a tenant without projects, who is led to where one is created
     */
    public String path(@Nullable Place place) {
        if (!placed) {
            return path;
        }
        return place == null ? PROJECTS.path : place.path(path);
    }
}
