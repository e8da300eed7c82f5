package io.hookbridge.app;

import io.hookbridge.access.Actor;
import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.ConfigurationWarnings;
import io.hookbridge.app.config.ListenAddress;
import io.hookbridge.app.config.Role;
import io.hookbridge.app.running.FreeSpace;
import io.hookbridge.app.running.Readiness;
import io.hookbridge.app.running.RoleWatch;
import io.hookbridge.app.running.Version;
import io.hookbridge.app.running.Warnings;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.billing.portal.ReturnUrlPolicy;
import io.hookbridge.db.ChangeWatch;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.HttpServer;
import io.hookbridge.http.KnownHosts;
import io.hookbridge.http.Route;
import io.hookbridge.http.TrustedProxies;
import io.hookbridge.http.openapi.OpenApiRoutes;
import io.hookbridge.http.page.Pages;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.actor.ActorRoutes;
import io.hookbridge.tenant.apikey.ApiKeyAuthenticator;
import io.hookbridge.tenant.apikey.ApiKeyRoutes;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.audit.AuditLog;
import io.hookbridge.tenant.audit.AuditRoutes;
import io.hookbridge.tenant.project.LimitedCalls;
import io.hookbridge.tenant.project.ProjectRoutes;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The running server. Everything is made here, once, from top to bottom, and ended in the reverse
 * order; nothing else decides who works with whom.
 */
public final class App {

    private static final Logger log = LoggerFactory.getLogger(App.class);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration WRITE_KEY_USES = Duration.ofSeconds(5);
    private static final Actor ERASER = new Actor(Actor.Kind.SYSTEM, "erasure");
    private static final Duration ERASE = Duration.ofSeconds(1);

    /**
     * When callers should come back: to a database that is away, and to one that needs a person.
     */
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(2);

    private static final Duration DATABASE_MENDED = Duration.ofSeconds(30);
    private static final Duration LOOK_AT_DATABASE = Duration.ofSeconds(1);
    private static final int CONCURRENT_REQUESTS = 512;
    private static final int CONCURRENT_ADMIN_REQUESTS = 8;

    /** An address may fail to authenticate this often at once, and this often in a minute. */
    private static final int FAILED_AUTHENTICATIONS = 60;

    private final Deque<Runnable> endings = new ArrayDeque<>();
    private final CompletableFuture<String> givenUp = new CompletableFuture<>();
    private final URI publicUrl;
    private final Core core;
    private final Console console;
    private final List<Route> routes = new ArrayList<>();
    private final HttpServer server;
    private final HttpServer admin;

    /**
     * Starts everything and returns when requests are answered.
     *
     * @throws StartFailure with a sentence for the operator
     */
    public static App start(Configuration configuration) {
        return start(configuration, _ -> {});
    }

    /**
     * The same.
     *
     * @param rememberKey takes the key of the first tenant, if this start makes it, just before it
     *     is made
     */
    public static App start(Configuration configuration, Consumer<KeyText> rememberKey) {
        return new App(configuration, rememberKey);
    }

    private App(Configuration configuration, Consumer<KeyText> rememberKey) {
        ConfigurationWarnings.of(configuration).forEach(log::warn);
        int port = configuration.port() == 0 ? ListenPorts.free() : configuration.port();
        publicUrl =
                configuration.publicUrl().orElseGet(() -> URI.create("http://localhost:" + port));
        ReturnUrlPolicy returnUrls = configuration.returnUrlPolicy(publicUrl);
        ListenPorts.requireFree(configuration);
        try {
            core = ending(Core.forServer(configuration), Core::close);
            ending(
                    RunUntilStopped.start(
                            "database", LOOK_AT_DATABASE, core.storage.database()::look),
                    RunUntilStopped::stop);
            new JvmMemoryMetrics().bindTo(core.meters);
            ending(new JvmGcMetrics(), JvmGcMetrics::close).bindTo(core.meters);
            new ProcessorMetrics().bindTo(core.meters);
            Version.bindTo(core.meters);

            Pages pages = configuration.pageTemplates().map(Pages::from).orElseGet(Pages::new);
            boolean jobs = configuration.roles().contains(Role.JOBS);
            Billing billing = ending(Billing.of(core, pages, publicUrl, jobs), Billing::stop);
            BillingSync sync =
                    ending(
                            BillingSync.of(core, billing.provider()),
                            part -> part.stop(billing::stop));
            FirstStart first =
                    new FirstStart(core.tenants, core.projects, core.apiKeys, core.users);
            core.storage
                    .database()
                    .atomically(() -> {
                        first.run(
                                configuration.profile(),
                                configuration.bootstrapApiKey(),
                                rememberKey,
                                billing.subscribeDemo());
                        first.runForPeople(configuration.profile());
                    });
            BillingOperations operations =
                    ending(
                            new BillingOperations(core, billing.provider(), sync, returnUrls),
                            BillingOperations::stop);
            Insight insight = ending(Insight.of(core, publicUrl), Insight::stop);
            Outbound outbound = ending(new Outbound(core), Outbound::stop);
            console = new Console(core, billing, operations.desk(publicUrl), pages, publicUrl);

            MessageActions messageActions = new MessageActions(core, publicUrl, outbound::due);

            routes.addAll(pages.assets());
            routes.addAll(new OpenApiRoutes(pages, publicUrl).routes());
            if (configuration.roles().contains(Role.API)) {
                routes.addAll(operations.routes());
                routes.addAll(sync.routes());
                routes.addAll(new ApiKeyRoutes(core.apiKeys).routes());
                routes.addAll(new ProjectRoutes(core.projects).routes());
                routes.addAll(
                        new AuditRoutes(new AuditLog(core.storage.database().jdbi())).routes());
                routes.addAll(insight.routes());
                routes.addAll(new ActorRoutes(core.users, core.apiKeys).routes());
                routes.addAll(messageActions.routes());
                routes.addAll(outbound.routes());
            }
            if (configuration.roles().contains(Role.CONSOLE)) {
                routes.addAll(billing.pages());
                routes.addAll(console.pages());
            }
            if (jobs) {
                ending(console.startForgetting(), RunUntilStopped::stop);
                ending(messageActions.startFinishing(), RunUntilStopped::stop);
                ending(outbound.startExpiringKeys(), RunUntilStopped::stop);
                ending(
                        RunUntilStopped.start("erasures", ERASE, () -> core.erasures.goOn(ERASER)),
                        RunUntilStopped::stop);
            }

            RoleWatch roles =
                    ending(
                            new RoleWatch(
                                    core.storage.database().jdbi(),
                                    core.clock,
                                    core.ids.next(),
                                    configuration.roles()),
                            RoleWatch::leave);
            ending(
                    RunUntilStopped.start("roles", RoleWatch.EVERY, roles::step),
                    RunUntilStopped::stop);
            List<Supplier<List<String>>> warned = new ArrayList<>(List.of(roles::warnings));
            if (core.storage.isOwn()) {
                FreeSpace space = new FreeSpace(configuration.dataDir(), FreeSpace.LEAST);
                space.bindTo(core.meters);
                warned.add(space::warnings);
            }
            Warnings warnings = new Warnings(warned);
            warnings.bindTo(core.meters);
            ending(
                    RunUntilStopped.start("warnings", Warnings.EVERY, warnings::step),
                    RunUntilStopped::stop);
            Readiness readiness =
                    new Readiness(
                            core.storage.database(), billing.provider(), sync::facts, warnings);
            ending(
                    RunUntilStopped.start("changes", ChangeWatch.EVERY, core.changes::look),
                    RunUntilStopped::stop);
            ending(
                    RunUntilStopped.start("api-key-uses", WRITE_KEY_USES, core.apiKeys::writeUses),
                    loop -> {
                        loop.stop();
                        core.apiKeys.writeUses();
                    });
            routes.addAll(new PublicHealth(readiness).routes());
            List<Route> operatorRoutes =
                    new ArrayList<>(new AdminRoutes(readiness, core.meters).routes());
            operatorRoutes.addAll(insight.adminRoutes());
            admin = ending(adminServer(core, operatorRoutes), HttpServer::stop);
            server = ending(apiServer(port), HttpServer::stop);
            core.storage.keepRunning(core.meters, givenUp::complete);
            endings.push(core.storage::leaveAlone);
            endings.push(readiness::stopping);

            billing.start();
            insight.prepare();
            if (jobs) {
                sync.start();
                insight.start();
            }
            outbound.start();
            server.start();
            admin.start();
        } catch (IOException failure) {
            stop();
            throw new StartFailure(String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    private HttpServer apiServer(int port) {
        HttpServer.Front front =
                new HttpServer.Front(
                        new TrustedProxies(core.configuration.trustedProxies()),
                        publicUrl.getScheme().equals("https"));
        return new HttpServer(
                new HttpServer.Listen(
                        core.configuration.host(), port, CONCURRENT_REQUESTS, DRAIN, true, front),
                routes,
                new LimitedCalls(
                        console.authenticator(
                                new ApiKeyAuthenticator(
                                        core.apiKeys,
                                        new TokenBuckets<>(
                                                FAILED_AUTHENTICATIONS,
                                                FAILED_AUTHENTICATIONS,
                                                System::nanoTime))),
                        core.requestLimits),
                App::knownFailure,
                core.ids,
                core.meters);
    }

    private static HttpServer adminServer(Core core, List<Route> routes) {
        Configuration configuration = core.configuration;
        Set<String> names = new HashSet<>(configuration.adminAllowedHosts());
        names.add(configuration.adminHost().toLowerCase(Locale.ROOT));
        return new HttpServer(
                        new HttpServer.Listen(
                                configuration.adminHost(),
                                configuration.adminPort(),
                                CONCURRENT_ADMIN_REQUESTS,
                                Duration.ofSeconds(1),
                                false),
                        routes,
                        _ -> {
                            throw new IllegalStateException("no admin route needs a caller");
                        },
                        App::knownFailure,
                        core.ids,
                        core.meters)
                .forHosts(new KnownHosts(names));
    }

    /** A database that does not work is not the caller's fault, and passes. */
    private static Optional<ApiError> knownFailure(RuntimeException failure) {
        return DatabaseTrouble.of(failure)
                .map(trouble ->
                        trouble.needsOperator()
                                ? unavailable(
                                        "nothing can be stored at the moment, try again later",
                                        DATABASE_MENDED)
                                : unavailable(
                                        "the database cannot be reached, try again later",
                                        DATABASE_RETRY));
    }

    private static ApiError unavailable(String message, Duration retryAfter) {
        return new ApiError(ErrorCode.SERVICE_UNAVAILABLE, message).retryAfter(retryAfter);
    }

    private <T> T ending(T part, Consumer<T> end) {
        endings.push(() -> end.accept(part));
        return part;
    }

    /** Where browsers reach this server. */
    public URI publicUrl() {
        return publicUrl;
    }

    /** The console, whether this node shows its pages or not. */
    public Console console() {
        return console;
    }

    /** Whether a request with this key would be let in now. */
    public boolean works(KeyText key) {
        return core.apiKeys.works(key);
    }

    /** The tenant that was made first; empty for an installation without any. */
    public Optional<TenantId> firstTenant() {
        return core.tenants.oldest().map(Tenant::id);
    }

    /** Every route of the public port, for the test that holds them to the API description. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    public int port() {
        return server.port();
    }

    public int adminPort() {
        return admin.port();
    }

    /** Where this machine reaches the operator's port. */
    public URI adminUrl() {
        return URI.create(
                "http://"
                        + ListenAddress.fromHere(core.configuration.adminHost())
                        + ":"
                        + admin.port());
    }

    /** Returns when the server cannot go on, with a sentence that says why. */
    public String awaitGivenUp() {
        return givenUp.join();
    }

    /**
     * Finishes running requests, then ends everything in the reverse order of its start. Twice is
     * harmless.
     */
    public void stop() {
        while (!endings.isEmpty()) {
            try {
                endings.pop().run();
            } catch (RuntimeException failure) {
                if (DatabaseTrouble.of(failure).isEmpty()) {
                    log.error("a part of the server did not end well", failure);
                }
            }
        }
    }
}
