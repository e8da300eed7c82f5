package io.hookbridge.app;

import io.hookbridge.base.Json;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.db.TestDatabase;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The plans that ship, but that none keeps payloads longer than {@link TestDatabase#PAYLOAD_DAYS}.
 * A server makes two partitions for each day, and every session that looks at messages reads what
 * there is to know of them.
 */
public final class ShortRetention {

    /** What the file of the plans is called. */
    public static final String FILE = "plans.json";

    private ShortRetention() {}

    /** Writes them into {@code folder}, as a file for {@code HOOKBRIDGE_PLANS_FILE}. */
    public static Path plansIn(Path folder) {
        try (InputStream resource = Plans.class.getResourceAsStream("plans.json")) {
            JsonNode shipped = Json.MAPPER.readTree(resource);
            for (JsonNode plan : shipped.path("plans")) {
                ObjectNode limits = (ObjectNode) plan.path("limits");
                int days = limits.path("retention_days").asInt();
                limits.put("retention_days", Math.min(days, TestDatabase.PAYLOAD_DAYS));
            }
            return Files.writeString(folder.resolve(FILE), shipped.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
