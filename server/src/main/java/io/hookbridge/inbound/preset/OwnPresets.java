package io.hookbridge.inbound.preset;

import io.hookbridge.access.Caller;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Members;
import io.hookbridge.inbound.verify.preset.InvalidPreset;
import io.hookbridge.inbound.verify.preset.Mistake;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.preset.PresetReader;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Creates, finds and changes the presets of one environment. A change holds for the next request to
 * every endpoint that names the preset: here at once, on other nodes within a second. Refusals are
 * thrown as {@link ApiError}.
 */
public final class OwnPresets {

    /** In one environment. */
    static final int MOST = 50;

    /** Of a document, in bytes. */
    private static final int LONGEST = 16 * 1024;

    private final Jdbi jdbi;
    private final OwnPresetStore store;
    private final ProjectPresets presets;
    private final PresetUsers users;
    private final Uuid7 ids;
    private final InstantSource clock;

    public OwnPresets(
            Jdbi jdbi, ProjectPresets presets, PresetUsers users, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.store = new OwnPresetStore(jdbi);
        this.presets = presets;
        this.users = users;
        this.ids = ids;
        this.clock = clock;
    }

    /** All of an environment, by their ids. */
    List<OwnPreset> list(EnvironmentId environment) {
        return store.list(environment);
    }

    /**
     * Those that endpoints can name: the environment's own, then those that ship; one that ships
     * and has a namesake is left out.
     */
    public List<Preset> usable(EnvironmentId environment) {
        List<Preset> own = list(environment).stream().map(OwnPreset::preset).toList();
        Set<String> taken = own.stream().map(Preset::id).collect(Collectors.toSet());
        return Stream.concat(
                        own.stream(),
                        presets.shipped().all().stream().filter(each -> !taken.contains(each.id())))
                .toList();
    }

    /** One that ships. */
    Optional<Preset> shipped(String id) {
        return presets.shipped().find(id);
    }

    Optional<OwnPreset> find(EnvironmentId environment, String id) {
        return store.find(environment, id);
    }

    /**
     * @throws ApiError {@code INVALID_REQUEST} with every mistake, {@code FORBIDDEN} if there are
     *     {@link #MOST} already
     */
    OwnPreset create(ObjectNode document, Caller caller, String requestId) {
        EnvironmentId environment = caller.environment().id();
        Instant now = clock.instant();
        OwnPreset preset = new OwnPreset(read(document), document, now, now);
        if (presets.shipped().find(preset.preset().id()).isPresent()) {
            throw invalid(List.of(new Mistake("/id", "must not be that of a preset that ships")));
        }
        return jdbi.inTransaction(_ -> {
            if (store.countAlone(environment) >= MOST) {
                throw new ApiError(
                        ErrorCode.FORBIDDEN,
                        "an environment can have %d presets of its own".formatted(MOST));
            }
            if (!store.insert(environment, preset)) {
                throw invalid(List.of(new Mistake("/id", "must not be that of another preset")));
            }
            audit("inbound_preset.created", preset.preset().id(), caller, requestId, now);
            return preset;
        });
    }

    private static Preset read(ObjectNode document) {
        if (document.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw invalid(
                    List.of(new Mistake("", "must have at most %d bytes".formatted(LONGEST))));
        }
        try {
            return PresetReader.read(document);
        } catch (InvalidPreset invalid) {
            throw invalid(invalid.mistakes());
        }
    }

    /** The first in the words of all refusals, and all of them for whoever mends them together. */
    private static ApiError invalid(List<Mistake> mistakes) {
        Mistake first = mistakes.getFirst();
        return ApiError.invalidRequest(first.toString())
                .with(
                        Map.of(
                                "pointer",
                                first.pointer(),
                                "mistakes",
                                mistakes.stream()
                                        .map(each ->
                                                Members.of(
                                                        "pointer", each.pointer(),
                                                        "sentence", each.sentence()))
                                        .toList()));
    }

    /**
     * Puts members into the place of those of the same names; {@code null} takes one away.
     *
     * @throws ApiError {@code INVALID_REQUEST} with every mistake, {@code NOT_FOUND}, {@code
     *     PRESET_IN_USE} if an endpoint that names it could not be checked with it any more
     */
    OwnPreset update(String id, ObjectNode members, Caller caller, String requestId) {
        EnvironmentId environment = caller.environment().id();
        OwnPreset changed =
                jdbi.inTransaction(_ -> {
                    OwnPreset old = store.lock(environment, id).orElseThrow(OwnPresets::notFound);
                    Instant now = clock.instant();
                    ObjectNode document = changed(old.document(), members);
                    OwnPreset preset =
                            new OwnPreset(read(document), document, old.createdAt(), now);
                    if (!preset.preset().id().equals(id)) {
                        throw invalid(List.of(new Mistake("/id", "must stay as it is")));
                    }
                    users.requireUsable(environment, preset.preset());
                    store.update(environment, preset);
                    audit("inbound_preset.updated", id, caller, requestId, now);
                    return preset;
                });
        users.forget(environment, id);
        return changed;
    }

    private static ObjectNode changed(ObjectNode old, ObjectNode members) {
        ObjectNode document = old.deepCopy();
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            if (member.getValue().isNull()) {
                document.remove(member.getKey());
            } else {
                document.set(member.getKey(), member.getValue());
            }
        }
        return document;
    }

    /**
     * @throws ApiError {@code NOT_FOUND}, {@code PRESET_IN_USE} if an endpoint names it
     */
    void delete(String id, Caller caller, String requestId) {
        EnvironmentId environment = caller.environment().id();
        jdbi.useTransaction(_ -> {
            if (store.lock(environment, id).isEmpty()) {
                throw notFound();
            }
            if (users.has(environment, id)) {
                throw new ApiError(
                        ErrorCode.PRESET_IN_USE,
                        "an endpoint names the preset; give it another one, or delete it, first");
            }
            store.delete(environment, id);
            audit("inbound_preset.deleted", id, caller, requestId, clock.instant());
        });
    }

    static ApiError notFound() {
        return ApiError.notFound("Preset not found");
    }

    /** In the transaction that is under way. */
    private void audit(String action, String id, Caller caller, String requestId, Instant now) {
        AuditEvent event =
                new AuditEvent(
                        ids.next(),
                        AuditScope.of(caller.environment()),
                        now,
                        caller.actor(),
                        action,
                        id,
                        "done",
                        requestId);
        jdbi.useHandle(handle -> AuditStore.insert(handle, event));
    }
}
