package io.hookbridge.tenant.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.Actor;
import io.hookbridge.http.Permission;
import io.hookbridge.tenant.audit.AuditEvent;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes, finds and deletes API keys, and remembers when each was last used. */
public final class ApiKeys {

    /**
     * How long a lookup may be answered from memory. It bounds how long a key that another node
     * deleted still works here, which is promised to be under a second.
     */
    static final Duration CACHED = Duration.ofMillis(900);

    /**
     * A key in use is looked up again in the background from this age on, so that its callers never
     * wait for it.
     */
    private static final Duration REFRESHED = Duration.ofMillis(450);

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_CACHED = 100_000;

    private final ApiKeyStore store;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final LoadingCache<ByteBuffer, Optional<ApiKeyStore.Found>> byHash;

    /**
     * The hashes of keys that have worked here within {@link #REMEMBERED}; whether one still does,
     * {@link #byHash} says.
     */
    private final Cache<ByteBuffer, Boolean> known =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).expireAfterAccess(REMEMBERED).build();

    private final Map<ApiKeyId, Instant> uses = new ConcurrentHashMap<>();

    public ApiKeys(Jdbi jdbi, Uuid7 ids, InstantSource clock) {
        this.store = new ApiKeyStore(jdbi);
        this.ids = ids;
        this.clock = clock;
        this.byHash =
                Caffeine.newBuilder()
                        .maximumSize(MOST_CACHED)
                        .expireAfterWrite(CACHED)
                        .refreshAfterWrite(REFRESHED)
                        .executor(task -> Thread.ofVirtual().name("api-key-refresh").start(task))
                        .build(hash -> store.findByHash(hash.array()));
    }

    /** A key that was just made, with the only copy of its text. */
    public record Created(ApiKey key, KeyText text) {}

    /**
     * Stores a new key; empty when the project already has {@link ApiKey#MAX_PER_PROJECT}.
     *
     * @param requestId null for what no request asked for
     */
    public Optional<Created> create(
            TenantId tenant,
            ProjectId project,
            KeyText text,
            @Nullable String label,
            Set<Permission> permissions,
            Actor actor,
            @Nullable String requestId) {
        Instant now = clock.instant();
        ApiKey key =
                new ApiKey(
                        new ApiKeyId(ids.next()),
                        tenant,
                        project,
                        text.mode(),
                        text.prefix(),
                        label,
                        permissions,
                        now,
                        null);
        boolean stored =
                store.insert(
                        key,
                        text.hash(),
                        audit(tenant, key.id(), now, actor, "api_key.created", requestId));
        return stored ? Optional.of(new Created(key, text)) : Optional.empty();
    }

    /** The keys that work, oldest first; only test keys for a caller in test mode. */
    public List<ApiKey> list(ProjectId project, Mode callerMode) {
        return store.list(project, callerMode);
    }

    /**
     * Whether the caller could reach such a key; it stops working here at once and elsewhere within
     * a second.
     */
    public boolean delete(
            TenantId tenant,
            ProjectId project,
            ApiKeyId id,
            Mode callerMode,
            Actor actor,
            @Nullable String requestId) {
        Instant now = clock.instant();
        Optional<byte[]> hash =
                store.delete(
                        project,
                        id,
                        callerMode,
                        now,
                        audit(tenant, id, now, actor, "api_key.deleted", requestId));
        hash.ifPresent(bytes -> byHash.invalidate(ByteBuffer.wrap(bytes)));
        return hash.isPresent();
    }

    /** What the database knows of a key text, at most {@link #CACHED} old. */
    Optional<ApiKeyStore.Found> find(KeyText text) {
        ByteBuffer hash = ByteBuffer.wrap(text.hash());
        Optional<ApiKeyStore.Found> found = byHash.get(hash);
        if (found.isPresent()) {
            known.put(hash, true);
        }
        return found;
    }

    /**
     * The same for a key that has worked on this node lately; empty, without asking the database,
     * for any other.
     */
    Optional<ApiKeyStore.Found> findKnown(KeyText text) {
        return known.getIfPresent(ByteBuffer.wrap(text.hash())) == null
                ? Optional.empty()
                : find(text);
    }

    void used(ApiKeyId id) {
        uses.put(id, clock.instant());
    }

    /**
     * Writes the times of use that have gathered, in one statement. Run every few seconds, and once
     * at the end.
     */
    public void writeUses() {
        Map<ApiKeyId, Instant> taken = new HashMap<>();
        uses.forEach((id, at) -> {
            if (uses.remove(id, at)) {
                taken.put(id, at);
            }
        });
        if (taken.isEmpty()) {
            return;
        }
        try {
            store.markUsed(taken);
        } catch (RuntimeException failure) {
            taken.forEach(uses::putIfAbsent);
            throw failure;
        }
    }

    private AuditEvent audit(
            TenantId tenant,
            ApiKeyId id,
            Instant now,
            Actor actor,
            String action,
            @Nullable String requestId) {
        return new AuditEvent(
                ids.next(), tenant, now, actor, action, id.toString(), "done", requestId);
    }
}
