package io.hookbridge.insight.installation;

import io.hookbridge.base.TenantId;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads what there is of the whole installation. */
public final class ReadInstallation {

    private final InstallationStore store;
    private final InstantSource clock;

    public ReadInstallation(Jdbi jdbi, InstantSource clock) {
        store = new InstallationStore(jdbi);
        this.clock = clock;
    }

    /** Those that gave a sign of life lately, the oldest first. */
    public List<Server> servers() {
        return store.servers();
    }

    /** Those that deliver, or did until lately. */
    public List<DeliveryNode> nodes() {
        return store.nodes();
    }

    /** The tables that take the most room, the largest first. */
    public List<StoredTable> tables() {
        return store.tables();
    }

    /** What the whole database takes on disk, in bytes. */
    public long bytes() {
        return store.bytes();
    }

    /**
     * Tenants, the newest first.
     *
     * @param text what the name holds, however it is spelled; empty for any
     * @param before the last one of the page before; null for the first page
     * @param most at least 1
     */
    public List<TenantUse> tenants(String text, @Nullable TenantId before, int most) {
        return store.tenants(text, null, before, most, month());
    }

    /** One tenant; empty if there is none. */
    public Optional<TenantUse> tenant(TenantId id) {
        return store.tenants("", id, null, 1, month()).stream().findFirst();
    }

    private YearMonth month() {
        return YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    }
}
