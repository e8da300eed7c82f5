package io.hookbridge.insight.installation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A server that gave a sign of life lately.
 *
 * @param roles what it does, in the words of the settings
 * @param leases the names of what it does alone
 */
public record Server(
        UUID id, String version, Instant startedAt, List<String> roles, List<String> leases) {}
