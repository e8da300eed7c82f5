package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * The page behind a checkout URL that leads to the double: a way to pay and a way back. Paying is a
 * plain link, because nobody but a test follows it.
 */
final class CheckoutPage {

    static final String PATH = "/c/pay/";

    private static final String PAID = "/paid";

    private CheckoutPage() {}

    static Reply show(List<DoubleAccount> accounts, String path) {
        boolean paid = path.endsWith(PAID);
        String id = path.substring(PATH.length(), path.length() - (paid ? PAID.length() : 0));
        for (DoubleAccount account : accounts) {
            synchronized (account) {
                ObjectNode session = account.checkouts.sessions.find(id).orElse(null);
                if (session != null) {
                    return paid ? pay(account, session) : page(session);
                }
            }
        }
        return Reply.html(404, "<title>Checkout</title><p>No such session");
    }

    private static Reply pay(DoubleAccount account, ObjectNode session) {
        if (session.get("status").asString().equals("open")) {
            account.checkouts.complete(account, session.get("id").asString());
        }
        return Reply.empty(303).with("Location", session.get("success_url").asString());
    }

    private static Reply page(ObjectNode session) {
        if (!session.get("status").asString().equals("open")) {
            return Reply.html(410, "<title>Checkout</title><p>This session has ended");
        }
        return Reply.html(
                200,
                """
                <!doctype html><meta charset="utf-8"><title>Checkout</title><link rel="icon" href="data:,">
                <h1>Stand-in for the checkout</h1>
                <a id="pay" href="%s%s%s">Subscribe</a>
                <a id="back" href="%s">Back</a>
                """
                        .formatted(
                                PATH,
                                session.get("id").asString(),
                                PAID,
                                PortalPage.escaped(session.path("cancel_url").asString(""))));
    }
}
