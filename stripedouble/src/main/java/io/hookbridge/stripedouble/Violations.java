package io.hookbridge.stripedouble;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What our side sent that Stripe does not document. */
final class Violations {

    private final List<String> found = new CopyOnWriteArrayList<>();

    void add(String violation) {
        found.add(violation);
    }

    List<String> all() {
        return List.copyOf(found);
    }
}
