package io.hookbridge.billing.builtin.page;

import io.hookbridge.http.page.Phrases;

import java.net.URI;

/**
 * Whose billing a page shows and where its way back leads; part of every page with a session.
 *
 * @param tenant the tenant's name, and that it is the test environment where it is
 * @param returnUrl checked against the allowed origins when the link was made
 * @param formToken the hidden field of this session's forms
 * @param phrases in the language that the person reads
 */
public record Visitor(
        String tenant, Landing landing, String returnUrl, String formToken, Phrases phrases) {

    /** The host that the way back leads to. */
    public String returnHost() {
        String host = URI.create(returnUrl).getHost();
        return host == null ? phrases.say("billing.application") : host;
    }
}
