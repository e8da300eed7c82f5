package io.hookbridge.insight.export;

import io.hookbridge.access.Caller;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.Answer;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Orders, finds, gives out and deletes the exports of an environment. */
public final class Exports {

    /** The most exports of an environment that are pending or processing. */
    public static final int MOST_ACTIVE = 5;

    /** How long an address of a file works. */
    static final Duration LINK_LASTS = Duration.ofMinutes(15);

    private static final int LONGEST_LIST = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jdbi jdbi;
    private final ExportStore store;
    private final ApiKeys keys;
    private final FileLinks links;
    private final Uuid7 ids;
    private final InstantSource clock;

    /**
     * @param keys know whether an address still stands for a key that works
     * @param publicUrl where clients reach this server, without a path
     */
    public Exports(Jdbi jdbi, ApiKeys keys, URI publicUrl, Uuid7 ids, InstantSource clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.store = new ExportStore(jdbi);
        this.links = new FileLinks(publicUrl);
        this.ids = ids;
        this.clock = clock;
    }

    /** What a wish for the file, or for its end, comes to. */
    public sealed interface Outcome {

        /** The address to fetch it from. */
        record Link(String address) implements Outcome {}

        /** The file itself. */
        record Ready(Export export) implements Outcome {}

        record Deleted() implements Outcome {}

        /** Not before it is completed. */
        record StillActive() implements Outcome {}

        /** It will never have a file. */
        record Failed() implements Outcome {}

        /** The file is gone, or the time of the address is over. */
        record Over() implements Outcome {}

        record Unknown() implements Outcome {}
    }

    /** A new export; empty if the environment has {@link #MOST_ACTIVE} under way. */
    public Optional<Export> create(
            LogFilter filter, FileLayout layout, Caller caller, String requestId) {
        Instant now = clock.instant();
        Export export =
                new Export(
                        ids.next(),
                        ExportStatus.PENDING,
                        filter,
                        layout,
                        now,
                        null,
                        null,
                        null,
                        0,
                        0,
                        0,
                        null,
                        null);
        byte[] secret = new byte[FileLinks.SECRET_BYTES];
        RANDOM.nextBytes(secret);
        boolean room =
                jdbi.inTransaction(handle -> {
                    boolean inserted = ExportStore.insert(handle, export, secret, MOST_ACTIVE);
                    if (inserted) {
                        AuditStore.insert(
                                handle, audit("export.created", export.id(), caller, requestId));
                    }
                    return inserted;
                });
        return room ? Optional.of(export) : Optional.empty();
    }

    public List<Export> list(EnvironmentId environment) {
        return store.list(environment, LONGEST_LIST);
    }

    public Optional<Export> find(EnvironmentId environment, UUID id) {
        return store.find(environment, id).map(ExportStore.Signed::export);
    }

    /** The {@link Outcome.Ready} export, for a person who is given the file at once. */
    public Outcome download(UUID id, Caller caller, String requestId) {
        Optional<Export> found = find(caller.environment().id(), id);
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        Outcome file = fileOf(found.get(), clock.instant());
        if (file instanceof Outcome.Ready) {
            auditDownload(id, caller, requestId);
        }
        return file;
    }

    /** Who took data out is worth knowing as much as who changed something. */
    private void auditDownload(UUID id, Caller caller, String requestId) {
        jdbi.useHandle(handle ->
                AuditStore.insert(handle, audit("export.downloaded", id, caller, requestId)));
    }

    /** A {@link Outcome.Link} to the file of a completed export. */
    Outcome link(UUID id, Caller caller, String requestId) {
        Optional<ExportStore.Signed> found = store.find(caller.environment().id(), id);
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        Export export = found.get().export();
        Instant now = clock.instant();
        return switch (fileOf(export, now)) {
            case Outcome.Ready _ -> {
                auditDownload(id, caller, requestId);
                yield new Outcome.Link(
                        links.address(
                                new FileLinks.Grant(id, key(caller), now.plus(LINK_LASTS)),
                                found.get().secret()));
            }
            case Outcome other -> other;
        };
    }

    /**
     * The {@link Outcome.Ready} export whose file an address gives out. A wrong signature, an
     * unknown export and an address whose key works no more look the same.
     */
    Outcome open(FileLinks.Grant grant, String signature) {
        Optional<ExportStore.Signed> found =
                store.find(grant.export())
                        .filter(signed -> FileLinks.isGenuine(grant, signature, signed.secret()))
                        .filter(_ -> keys.works(grant.key()));
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        Instant now = clock.instant();
        return !now.isBefore(grant.until())
                ? new Outcome.Over()
                : fileOf(found.get().export(), now);
    }

    /** No route of exports takes a session, so that it is always a key that asks. */
    private static ApiKeyId key(Caller caller) {
        return ApiKeyId.parse(caller.actor().id()).orElseThrow();
    }

    private static Outcome fileOf(Export export, Instant now) {
        return switch (export.status()) {
            case PENDING, PROCESSING -> new Outcome.StillActive();
            case FAILED -> new Outcome.Failed();
            case EXPIRED -> new Outcome.Over();
            case COMPLETED ->
                    now.isBefore(Objects.requireNonNull(export.expiresAt()))
                            ? new Outcome.Ready(export)
                            : new Outcome.Over();
        };
    }

    /** The file of a completed export. */
    public Answer file(Export export) {
        return new Answer.Streamed(
                200,
                export.layout().format().contentType(),
                export.bytes(),
                out -> writeFile(export, out),
                Map.of(
                        "Cache-Control",
                        "no-store",
                        "Content-Disposition",
                        "attachment; filename=\"messages-%s.%s\""
                                .formatted(export.id(), export.layout().format().word())));
    }

    /** Writes the whole file, of which one piece at a time is in memory. */
    void writeFile(Export export, OutputStream out) throws IOException {
        for (int number = 0; number < export.pieces(); number++) {
            byte[] piece =
                    store.piece(export.id(), number)
                            .orElseThrow(
                                    () -> new IOException("the file went while it was being read"));
            out.write(piece);
        }
    }

    /** {@link Outcome.Deleted}, or why not. */
    public Outcome delete(UUID id, Caller caller, String requestId) {
        boolean deleted =
                jdbi.inTransaction(handle -> {
                    boolean gone =
                            ExportStore.delete(
                                    handle, caller.environment().id(), id, clock.instant());
                    if (gone) {
                        AuditStore.insert(handle, audit("export.deleted", id, caller, requestId));
                    }
                    return gone;
                });
        if (deleted) {
            return new Outcome.Deleted();
        }
        return find(caller.environment().id(), id).isPresent()
                ? new Outcome.StillActive()
                : new Outcome.Unknown();
    }

    private AuditEvent audit(String action, UUID export, Caller caller, String requestId) {
        return new AuditEvent(
                ids.next(),
                AuditScope.of(caller.environment()),
                clock.instant(),
                caller.actor(),
                action,
                export.toString(),
                "done",
                requestId);
    }
}
