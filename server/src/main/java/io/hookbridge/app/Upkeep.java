package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.app.running.AdminRoutes;
import io.hookbridge.app.running.FreeSpace;
import io.hookbridge.app.running.OpenFiles;
import io.hookbridge.app.running.PublicHealth;
import io.hookbridge.app.running.Readiness;
import io.hookbridge.app.running.RoleWatch;
import io.hookbridge.app.running.Version;
import io.hookbridge.app.running.Warnings;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.http.Route;
import io.hookbridge.http.ServerCertificate;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What a node tells of itself: whether it is ready, what is amiss, how it fares. */
final class Upkeep implements Part {

    /** How often renewed TLS files are looked for. */
    private static final Duration CERTIFICATE_EVERY = Duration.ofMinutes(1);

    private final Core core;
    private final Optional<ServerCertificate> certificate;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final RoleWatch roles;
    private final Warnings warnings;
    private final Readiness readiness;

    /**
     * @param billingFacts for the page of readiness, by name
     */
    Upkeep(Core core, BillingProvider billing, Supplier<Map<String, Object>> billingFacts) {
        this.core = core;
        roles =
                new RoleWatch(
                        core.storage.database().jdbi(),
                        core.clock,
                        core.server,
                        core.configuration.roles());
        List<Supplier<List<String>>> warned =
                new ArrayList<>(
                        List.of(
                                roles::warnings,
                                OpenFiles.ofProcess()::warnings,
                                core.coldStorage::warnings));
        if (core.storage.isOwn()) {
            FreeSpace space =
                    new FreeSpace(core.configuration.storage().dataDir(), FreeSpace.LEAST);
            space.bindTo(core.meters);
            warned.add(space::warnings);
        }
        core.replica.ifPresent(replica -> warned.add(replica::warnings));
        core.worker.ifPresent(worker -> warned.add(worker::warnings));
        certificate = core.configuration.http().certificate();
        certificate.ifPresent(shown -> warned.add(() -> shown.warnings(core.clock.instant())));
        warnings = new Warnings(warned);
        warnings.bindTo(core.meters);
        readiness = new Readiness(core.storage.database(), billing, billingFacts, warnings);
        new JvmMemoryMetrics().bindTo(core.meters);
        gc.bindTo(core.meters);
        new ProcessorMetrics().bindTo(core.meters);
        Version.bindTo(core.meters);
    }

    @Override
    public List<Route> routes(Set<Role> ofNode) {
        return new PublicHealth(readiness).routes();
    }

    @Override
    public List<Route> adminRoutes() {
        return new AdminRoutes(readiness, core.meters).routes();
    }

    @Override
    public List<Loop> loops(Set<Role> ofNode) {
        List<Loop> loops =
                new ArrayList<>(
                        List.of(
                                new Loop("roles", RoleWatch.EVERY, roles::step),
                                new Loop("warnings", Warnings.EVERY, warnings::step)));
        certificate.ifPresent(
                shown -> loops.add(new Loop("certificate", CERTIFICATE_EVERY, shown::refresh)));
        return loops;
    }

    /** From now on load balancers are told to send nothing more. */
    void stopping() {
        readiness.stopping();
    }

    @Override
    public void stop() {
        roles.leave();
        gc.close();
    }
}
