package io.hookbridge.stripedouble;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Answers a repeated POST as the first time, and refuses a key that is in use or used otherwise.
 */
final class IdempotencyKeys {

    private record Use(String request, CompletableFuture<Reply> reply) {}

    private final Map<String, Use> uses = new ConcurrentHashMap<>();
    private final Violations violations;

    IdempotencyKeys(Violations violations) {
        this.violations = violations;
    }

    /**
     * @param request everything about the request that a repetition must have in common
     */
    Reply once(String key, String request, Supplier<Reply> operation) {
        Use use = new Use(request, new CompletableFuture<>());
        Use earlier = uses.putIfAbsent(key, use);
        if (earlier != null) {
            return again(earlier, request);
        }
        Reply reply = operation.get();
        use.reply().complete(reply);
        return reply;
    }

    void clear() {
        uses.clear();
    }

    private Reply again(Use earlier, String request) {
        if (!earlier.request().equals(request)) {
            violations.add("idempotency key used for two different requests");
            return new Refusal(
                            400,
                            "idempotency_error",
                            null,
                            null,
                            "Keys for idempotent requests can only be used with the same"
                                    + " parameters they were first used with.")
                    .reply();
        }
        if (!earlier.reply().isDone()) {
            return new Refusal(
                            409,
                            "idempotency_error",
                            "idempotency_key_in_use",
                            null,
                            "There is currently another in-progress request using this key.")
                    .reply();
        }
        return earlier.reply().join().with("Idempotent-Replayed", "true");
    }
}
