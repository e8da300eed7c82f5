package io.hookbridge.console.frame;

/** The parts of the console, in the order of the navigation. */
public enum Section {
    START("Start", "/start"),
    API_KEYS("API keys", "/api-keys"),
    PROJECTS("Projects", "/projects"),
    BILLING("Billing", "/billing"),
    ACCOUNT("Account", "/account");

    private final String title;
    private final String path;

    Section(String title, String path) {
        this.title = title;
        this.path = path;
    }

    public String title() {
        return title;
    }

    public String path() {
        return path;
    }

    /** The front page of this part, saying what was done. */
    public String after(Notice notice) {
        return path + "?notice=" + notice.word();
    }
}
