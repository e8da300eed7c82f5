package io.hookbridge.tenant.apikey;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.cache.Subject;
import io.hookbridge.db.cache.VersionedCache;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes, finds and deletes API keys, and remembers when each was last used. */
public final class ApiKeys {

    /** How long a key that has expired can be seen. */
    static final Duration EXPIRED_KEPT = Duration.ofDays(30);

    private static final Actor TIME = new Actor(Actor.Kind.SYSTEM, "api-keys");

    private final Jdbi jdbi;
    private final ApiKeyStore store;
    private final ApiKeyStore lookUps;
    private final Uuid7 ids;
    private final InstantSource clock;

    /** Keys that have worked here lately, by hash. */
    private final VersionedCache<ByteBuffer, FoundKey> byHash;

    private final Map<ApiKeyId, Instant> uses = new ConcurrentHashMap<>();

    /**
     * @param lookUps reads the keys of requests
     * @param changes notices a key that another node deleted within a second, which is what is
     *     promised
     */
    public ApiKeys(Jdbi jdbi, Jdbi lookUps, Uuid7 ids, InstantSource clock, ChangeWatch changes) {
        this.jdbi = jdbi;
        this.store = new ApiKeyStore(jdbi);
        this.lookUps = new ApiKeyStore(lookUps);
        this.ids = ids;
        this.clock = clock;
        this.byHash =
                new VersionedCache<>(
                        changes,
                        (_, found) ->
                                new Subject("access", found.key().environment().id().value()));
    }

    /** A key that was just made, with the only copy of its text. */
    public record Created(ApiKey key, KeyText text) {}

    /**
     * Stores a new key; empty when the environment already has {@link ApiKey#MAX_PER_ENVIRONMENT}
     * that have not expired. One that has is deleted instead if there is no room.
     *
     * @param text of the environment's mode
     * @param actor a key that was taken back in the meantime makes no other
     * @throws ApiError {@code UNAUTHORIZED} for such a key; {@code NOT_FOUND} if the project was
     *     deleted; {@code FORBIDDEN} for a key that would work longer than the one that makes it
     * @param requestId null for what no request asked for
     */
    public Optional<Created> create(
            Environment environment,
            KeyText text,
            @Nullable String label,
            Set<Permission> permissions,
            Actor actor,
            @Nullable String requestId) {
        return create(environment, text, label, permissions, null, actor, requestId);
    }

    /**
     * The same for a key whose time may be limited.
     *
     * @param expiresAt null for a key that works until it is deleted
     */
    public Optional<Created> create(
            Environment environment,
            KeyText text,
            @Nullable String label,
            Set<Permission> permissions,
            @Nullable Instant expiresAt,
            Actor actor,
            @Nullable String requestId) {
        Instant now = clock.instant();
        ApiKey key =
                new ApiKey(
                        new ApiKeyId(ids.next()),
                        environment,
                        text.prefix(),
                        label,
                        permissions,
                        now,
                        null,
                        expiresAt);
        ApiKeyId maker =
                actor.kind() == Actor.Kind.API_KEY
                        ? ApiKeyId.parse(actor.id()).orElseThrow()
                        : null;
        AuditEvent audit = audit(environment, key.id(), now, actor, "api_key.created", requestId);
        return switch (store.insert(
                key, text.hash(), maker, now, audit, gone -> deletion(gone, now))) {
            case DONE -> Optional.of(new Created(key, text));
            case NO_ROOM -> Optional.empty();
            case NO_PROJECT -> throw noProject();
            case OUTLIVES_MAKER ->
                    throw new ApiError(
                            ErrorCode.FORBIDDEN,
                            "an API key cannot make one that works longer than itself, ask for an earlier expires_at");
            case NO_MAKER ->
                    throw new ApiError(ErrorCode.UNAUTHORIZED, "Invalid or missing API key");
        };
    }

    private AuditEvent deletion(ExpiredKeyStore.Deleted gone, Instant now) {
        return audit(gone.environment(), gone.id(), now, TIME, "api_key.deleted", null);
    }

    /**
     * Deletes keys that expired 30 days ago. To be called now and then; several nodes may.
     *
     * @return how many
     */
    public int deleteExpired() {
        Instant now = clock.instant();
        return jdbi.inTransaction(handle -> {
            List<ExpiredKeyStore.Deleted> gone =
                    ExpiredKeyStore.delete(handle, now.minus(EXPIRED_KEPT), now);
            if (!gone.isEmpty()) {
                AuditStore.insert(handle, gone.stream().map(each -> deletion(each, now)).toList());
            }
            return gone.size();
        });
    }

    /** What came of the wish to replace a key. */
    public sealed interface Rotation {

        /**
         * There is another one.
         *
         * @param end from then on the key before does not work
         */
        record Done(Created created, Instant end) implements Rotation {}

        /** There is no room for another, and the key is as it was. */
        record NoRoom() implements Rotation {}

        /** The key was deleted, or its project was. */
        record Gone() implements Rotation {}
    }

    /**
     * Makes a key like {@code old}, which works for as long as that one was made for, and lets that
     * one work until {@code end} and no longer, which is known here at once and elsewhere within a
     * second; one whose time is over before that keeps its time. Both or nothing.
     */
    public Rotation rotate(ApiKey old, Instant end, Actor actor, @Nullable String requestId) {
        return jdbi.inTransaction(handle -> {
            // Before the project and the key, as where a key makes another.
            ApiKeyStore.lockTenant(handle, old.environment().tenant());
            if (!RotationStore.lock(handle, old)) {
                return new Rotation.Gone();
            }
            Instant expiresAt =
                    RotationStore.madeFor(handle, old.id()).map(clock.instant()::plus).orElse(null);
            Optional<Created> created =
                    create(
                            old.environment(),
                            KeyText.random(old.mode()),
                            old.label(),
                            old.permissions(),
                            expiresAt,
                            actor,
                            requestId);
            if (created.isEmpty()) {
                return new Rotation.NoRoom();
            }
            RotationStore.End stored =
                    RotationStore.expire(
                            handle,
                            old.id(),
                            end,
                            audit(
                                    old.environment(),
                                    old.id(),
                                    clock.instant(),
                                    actor,
                                    "api_key.expiry_set",
                                    requestId));
            handle.afterCommit(() -> forget(stored.hash()));
            return new Rotation.Done(created.get(), stored.at());
        });
    }

    /** The keys that work, oldest first; only test keys for a caller in test mode. */
    public List<ApiKey> list(ProjectId project, Mode callerMode) {
        return store.list(List.of(project), callerMode);
    }

    /** All keys of these projects that work, project by project. */
    public List<ApiKey> list(Collection<ProjectId> projects) {
        return store.list(projects, Mode.LIVE);
    }

    /**
     * What a key is called.
     *
     * @param label empty for a key without
     */
    public record Name(String label, Mode mode) {}

    /**
     * The names of those of {@code ids} that are or were the tenant's; only of test keys for a
     * caller in test mode.
     */
    public Map<ApiKeyId, Name> names(TenantId tenant, Mode callerMode, Collection<ApiKeyId> ids) {
        return store.names(tenant, callerMode, ids);
    }

    static ApiError noProject() {
        return ApiError.notFound("the tenant has no project with this project_id");
    }

    /** An environment of the tenant's project, deleted or not; empty if it never had such a one. */
    Optional<Environment> environment(TenantId tenant, ProjectId project, Mode mode) {
        return store.environment(tenant, project, mode);
    }

    /** What became of the wish to delete a key. */
    public enum Deletion {
        /** It stops working here at once and elsewhere within a second. */
        DELETED,
        /** The caller can reach no such key. */
        NOT_FOUND,
        /** Without it no key of the tenant could make another. */
        LAST_MANAGER
    }

    /**
     * Deletes a key. A caller with a key cannot delete the last one of the tenant that may manage,
     * nor the last live one; people and operators can, because they make new ones without a key.
     */
    public Deletion delete(
            TenantId tenant,
            ProjectId project,
            ApiKeyId id,
            Mode callerMode,
            Actor actor,
            @Nullable String requestId) {
        Instant now = clock.instant();
        boolean guarded = actor.kind() == Actor.Kind.API_KEY;
        return jdbi.inTransaction(handle -> {
            if (guarded) {
                ApiKeyStore.lockTenant(handle, tenant);
            }
            Optional<Environment> own = ApiKeyStore.reached(handle, project, id, callerMode);
            if (own.isEmpty()) {
                return Deletion.NOT_FOUND;
            }
            if (guarded && !ApiKeyStore.hasOtherManager(handle, tenant, id)) {
                return Deletion.LAST_MANAGER;
            }
            AuditEvent audit = audit(own.get(), id, now, actor, "api_key.deleted", requestId);
            Optional<byte[]> hash = ApiKeyStore.delete(handle, id, now, audit);
            hash.ifPresent(bytes -> handle.afterCommit(() -> forget(bytes)));
            return hash.isPresent() ? Deletion.DELETED : Deletion.NOT_FOUND;
        });
    }

    private void forget(byte[] hash) {
        byHash.forget(ByteBuffer.wrap(hash));
    }

    /** Whether that time is still to come. */
    boolean isAhead(Instant at) {
        return at.isAfter(clock.instant());
    }

    /** Whether a request with this key would be let in now. */
    public boolean works(KeyText text) {
        return find(text).filter(FoundKey::works).isPresent();
    }

    /** The same for the key with this id; asks the database. */
    public boolean works(ApiKeyId id) {
        return store.works(id, clock.instant());
    }

    /** What the database knows of a key text; from memory where nothing was taken back since. */
    Optional<FoundKey> find(KeyText text) {
        return find(text.hash());
    }

    /**
     * The same for a key that has worked on this node lately; empty, without asking the database,
     * for any other.
     */
    Optional<FoundKey> findKnown(KeyText text) {
        byte[] hash = text.hash();
        return byHash.knew(ByteBuffer.wrap(hash)) ? find(hash) : Optional.empty();
    }

    private Optional<FoundKey> find(byte[] hash) {
        return byHash.find(ByteBuffer.wrap(hash), _ -> lookUps.findByHash(hash))
                .filter(found -> !found.key().hasExpired(clock.instant()));
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
            Environment environment,
            ApiKeyId id,
            Instant now,
            Actor actor,
            String action,
            @Nullable String requestId) {
        return new AuditEvent(
                ids.next(),
                AuditScope.of(environment),
                now,
                actor,
                action,
                id.toString(),
                "done",
                requestId);
    }
}
