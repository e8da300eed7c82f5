package io.hookbridge.db.cache;

import java.util.UUID;

/**
 * What something remembered is a part of. When anything of a subject changes, all that was read of
 * it is read again, and nothing of any other.
 *
 * @param kind as the triggers write it into {@code cache_version}
 */
public record Subject(String kind, UUID id) {}
