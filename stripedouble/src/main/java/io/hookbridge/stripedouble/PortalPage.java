package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** The page behind a portal URL that leads to the double: enough to see it and to go back. */
final class PortalPage {

    static final String PATH = "/p/session/";

    private PortalPage() {}

    static Reply show(List<DoubleAccount> accounts, String path) {
        return accounts.stream()
                .flatMap(account -> find(account, path).stream())
                .findFirst()
                .map(PortalPage::page)
                .orElseGet(() -> Reply.html(404, "<title>Portal</title><p>No such session"));
    }

    private static Optional<ObjectNode> find(DoubleAccount account, String path) {
        synchronized (account) {
            return account.sessions.all().stream()
                    .filter(session -> session.get("url").asString().endsWith(path))
                    .findFirst();
        }
    }

    private static Reply page(ObjectNode session) {
        return Reply.html(
                200,
                """
                <!doctype html><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">
                <h1>Stand-in for the customer portal</h1>
                <p id="customer">%s</p>
                <p id="flow">%s</p>
                <a id="back" href="%s">Back</a>
                """
                        .formatted(
                                escaped(session.path("customer").asString("")),
                                escaped(session.at("/flow/type").asString("")),
                                escaped(session.path("return_url").asString(""))));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
