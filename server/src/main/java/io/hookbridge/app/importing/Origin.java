package io.hookbridge.app.importing;

import io.hookbridge.app.importing.ForeignEndpoint.Draft;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A system that endpoints come from, and how it lists them. */
enum Origin {

    /**
     * Svix: {@code GET /api/v1/app/{app}/endpoint}, with what {@code secret} and {@code headers}
     * say of each.
     */
    SVIX {
        @Override
        ForeignEndpoint read(JsonNode listed) {
            Draft draft =
                    new Draft(text(listed, "url"))
                            .with("description", text(listed, "description"))
                            .with("signature_scheme", "v1")
                            .with(
                                    "rate_limit_rps",
                                    rate(firstOf(listed, "throttleRate", "rateLimit"), 1))
                            .metadata("svix_id", text(listed, "id"))
                            .metadata("svix_uid", text(listed, "uid"))
                            .paused(listed.path("disabled").asBoolean(false))
                            .secret(secret(listed));
            texts(listed.path("metadata")).forEach(draft::metadata);
            JsonNode headers = listed.path("headers");
            texts(headers.has("headers") ? headers.path("headers") : headers)
                    .forEach(draft::header);
            for (JsonNode masked : headers.path("sensitive")) {
                draft.note(
                        "its header "
                                + masked.asString("")
                                + " is left out: Svix does not show its value");
            }
            if (!listed.path("filterTypes").isEmpty() || !listed.path("channels").isEmpty()) {
                draft.note(
                        "it wants some event types or channels only: here your application names the endpoint of each message");
            }
            return draft.done();
        }

        // The newer of two names for the same thing.
        private static JsonNode firstOf(JsonNode listed, String newer, String older) {
            return listed.hasNonNull(newer) ? listed.path(newer) : listed.path(older);
        }

        private static String secret(JsonNode listed) {
            JsonNode secret = listed.path("secret");
            String text = secret.isObject() ? text(secret, "key") : secret.asString("");
            // Svix takes secrets without the prefix that it shows them with.
            return text.isEmpty() || text.startsWith("wh") ? text : "whsec_" + text;
        }
    },

    /** Convoy: {@code GET /api/v1/projects/{project}/endpoints}. */
    CONVOY {
        @Override
        ForeignEndpoint read(JsonNode listed) {
            String name = text(listed, "name");
            Draft draft =
                    new Draft(text(listed, "url"))
                            .with(
                                    "description",
                                    name.isEmpty() ? text(listed, "description") : name)
                            .with(
                                    "rate_limit_rps",
                                    rate(
                                            listed.path("rate_limit"),
                                            listed.path("rate_limit_duration").asInt(1)))
                            .metadata("convoy_uid", text(listed, "uid"))
                            .metadata("convoy_owner_id", text(listed, "owner_id"))
                            .paused(!text(listed, "status").equals("active"));
            int timeout = listed.path("http_timeout").asInt(0);
            if (timeout > 0) {
                draft.with(
                        "retry_policy",
                        Map.of("timeout_seconds", Math.min(timeout, LONGEST_TIMEOUT)));
            }
            JsonNode key = listed.path("authentication").path("api_key");
            if (key.has("header_name")) {
                draft.header(text(key, "header_name"), text(key, "header_value"));
            }
            return draft.note(
                            "its receiver looks at X-Convoy-Signature: here it has to check X-Webhook-Signature, with a new secret")
                    .done();
        }
    };

    /** In seconds. */
    private static final int LONGEST_TIMEOUT = 60;

    private static final int HIGHEST_RATE = 1000;

    /** One of those that it listed. */
    abstract ForeignEndpoint read(JsonNode listed);

    /** The word on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asString("");
    }

    /**
     * How many a second, at least one; null for no limit.
     *
     * @param seconds that the limit is for
     */
    private static @Nullable Integer rate(JsonNode limit, int seconds) {
        int most = limit.asInt(0);
        return most <= 0 ? null : Math.clamp(most / Math.max(1, seconds), 1, HIGHEST_RATE);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getValue().isString()) {
                texts.put(member.getKey(), member.getValue().stringValue());
            }
        }
        return texts;
    }
}
