package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The objects of one kind in one account; guarded by the account. */
final class Resources {

    private static final int USUAL_LIMIT = 10;

    private final String url;
    private final Map<String, ObjectNode> byId = new LinkedHashMap<>();

    /**
     * @param url the path of the list
     */
    Resources(String url) {
        this.url = url;
    }

    ObjectNode add(ObjectNode object) {
        byId.put(object.get("id").asString(), object);
        return object;
    }

    void remove(String id) {
        byId.remove(id);
    }

    Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<ObjectNode> all() {
        return List.copyOf(byId.values());
    }

    /** One page of Stripe's, newest first. */
    ObjectNode page(ObjectNode params, Predicate<ObjectNode> filter) {
        List<ObjectNode> newestFirst =
                new ArrayList<>(byId.values()).reversed().stream().filter(filter).toList();
        int limit = params.has("limit") ? Integer.parseInt(text(params, "limit")) : USUAL_LIMIT;
        int start = start(params, newestFirst);
        int end = Math.min(newestFirst.size(), start + limit);
        ObjectNode page = Json.object();
        page.put("object", "list");
        page.put("url", url);
        page.put("has_more", end < newestFirst.size());
        ArrayNode data = page.putArray("data");
        newestFirst.subList(start, end).forEach(data::add);
        return page;
    }

    private static int start(ObjectNode params, List<ObjectNode> newestFirst) {
        if (!params.has("starting_after")) {
            return 0;
        }
        String after = text(params, "starting_after");
        for (int i = 0; i < newestFirst.size(); i++) {
            if (newestFirst.get(i).get("id").asString().equals(after)) {
                return i + 1;
            }
        }
        throw Refusal.missing(400, "object", "starting_after", after);
    }

    private static String text(ObjectNode params, String name) {
        return params.get(name).asString();
    }
}
