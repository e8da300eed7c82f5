package io.hookbridge.console;

import io.hookbridge.browser.Chromium;
import io.hookbridge.tenant.user.User;

/** How people come in with a real browser. */
final class PeopleInBrowser {

    private PeopleInBrowser() {}

    /**
     * Leaves the browser on the first page of this person, who has just chosen {@link
     * ConsoleServer#PASSWORD} through a link.
     */
    static void signIn(Chromium browser, ConsoleServer server, User person) {
        browser.open(server.app.publicUrl().resolve(server.link(person)));
        browser.type("New password", ConsoleServer.PASSWORD);
        browser.type("The same once more", ConsoleServer.PASSWORD);
        browser.follow("Set password and sign in");
    }
}
