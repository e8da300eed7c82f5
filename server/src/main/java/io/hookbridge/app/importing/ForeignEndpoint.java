package io.hookbridge.app.importing;

import io.hookbridge.delivery.signing.SigningSecret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint as another system has it, in the terms of this one.
 *
 * @param url where deliveries go, as it was listed
 * @param members of a request that makes it here, without the secret
 * @param secret that its receiver has; empty if that is not known or of no use here
 * @param paused whether nothing is to be delivered
 * @param notes what it cannot have here, a sentence each
 */
record ForeignEndpoint(
        String url,
        Map<String, Object> members,
        Optional<String> secret,
        boolean paused,
        List<String> notes) {

    /** The body of the request that makes it. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>(members);
        secret.ifPresent(text -> body.put("signing_secret", text));
        return body;
    }

    /** Leaves secrets out. */
    @Override
    public String toString() {
        return "ForeignEndpoint[" + url + "]";
    }

    /** Gathers what is known of one. */
    static final class Draft {

        private final Map<String, Object> members = new LinkedHashMap<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final List<String> notes = new ArrayList<>();
        private final String url;
        private Optional<String> secret = Optional.empty();
        private boolean paused;

        Draft(String url) {
            this.url = url;
            members.put("url", url);
        }

        Draft with(String member, @Nullable Object value) {
            if (value != null && !value.equals("")) {
                members.put(member, value);
            }
            return this;
        }

        Draft metadata(String name, @Nullable String text) {
            if (text != null && !text.isEmpty()) {
                metadata.put(name, text);
            }
            return this;
        }

        Draft header(String name, String value) {
            if (name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Cookie")) {
                return note("its header " + name + " is left out: HookBridge sends no such header");
            }
            headers.put(name, value);
            return this;
        }

        /**
         * Keeps the secret if it is one that both systems use in the same way.
         *
         * @param text empty if it is not known
         */
        Draft secret(String text) {
            secret = SigningSecret.brought(text).map(SigningSecret::stored);
            return secret.isPresent()
                    ? this
                    : note(
                            text.isEmpty()
                                    ? "it gets a new secret: the list does not have that of its receiver"
                                    : "it gets a new secret: its own is none that scheme v1 knows");
        }

        Draft paused(boolean isPaused) {
            paused = isPaused;
            return this;
        }

        Draft note(String sentence) {
            notes.add(sentence);
            return this;
        }

        ForeignEndpoint done() {
            if (!metadata.isEmpty()) {
                members.put("metadata", metadata);
            }
            if (!headers.isEmpty()) {
                members.put("headers", headers);
            }
            return new ForeignEndpoint(url, members, secret, paused, List.copyOf(notes));
        }
    }
}
