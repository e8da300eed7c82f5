package io.hookbridge.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.browser.Chromium.Flaws;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Looks at pages on one screen: takes a picture of each, and keeps what is wrong with it. */
public final class Look {

    private final Chromium browser;
    private final URI server;
    private final String prefix;
    private final String screen;
    private final Flaws looked;
    private final List<String> flaws = new ArrayList<>();

    /**
     * @param server whose pages they are
     * @param prefix of the names of the pictures; may be empty
     * @param screen what they end with
     */
    public Look(Chromium browser, URI server, String prefix, String screen, Flaws looked) {
        this.browser = browser;
        this.server = server;
        this.prefix = prefix;
        this.screen = screen;
        this.looked = looked;
    }

    public void at(String name, String path) {
        browser.open(server.resolve(path));
        at(name);
    }

    /** The page that is shown. */
    public void at(String name) {
        browser.screenshot(prefix + name + "-" + screen);
        browser.flaws(looked).forEach(flaw -> flaws.add(name + ": " + flaw));
    }

    /** All pages were looked at; fails with what is wrong with any. */
    public void ends() {
        assertThat(flaws).as("flaws on " + screen).isEmpty();
    }
}
