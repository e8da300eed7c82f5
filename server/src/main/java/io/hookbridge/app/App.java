package io.hookbridge.app;

import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.ConfigurationWarnings;
import io.hookbridge.app.config.HttpConfiguration;
import io.hookbridge.app.config.Role;
import io.hookbridge.app.running.ListenPorts;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.TokenBuckets;
import io.hookbridge.base.ip.ListenAddress;
import io.hookbridge.billing.portal.ReturnUrlPolicy;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.HttpServer;
import io.hookbridge.http.KnownHosts;
import io.hookbridge.http.Route;
import io.hookbridge.http.TrustedProxies;
import io.hookbridge.http.openapi.OpenApiRoutes;
import io.hookbridge.http.page.Pages;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.inbound.endpoint.StreamUrl;
import io.hookbridge.inbound.provider.Inquiry;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.apikey.ApiKeyAuthenticator;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.project.LimitedCalls;
import io.hookbridge.tenant.user.PasswordHashing;

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
import java.util.function.Function;

/**
 * The running server: its {@link Part}s, made here once, from top to bottom, and the two listeners
 * before them. Nothing else decides who works with whom.
 */
public final class App {

    private static final Logger log = LoggerFactory.getLogger(App.class);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /**
     * When callers should come back: to a database that is away, and to one that needs a person.
     */
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(2);

    private static final Duration DATABASE_MENDED = Duration.ofSeconds(30);
    private static final int CONCURRENT_REQUESTS = 512;
    private static final int CONCURRENT_ADMIN_REQUESTS = 8;

    /** An address may fail to authenticate this often at once, and this often in a minute. */
    private static final int FAILED_AUTHENTICATIONS = 60;

    private final Deque<Runnable> endings = new ArrayDeque<>();
    private final Part.Together parts = new Part.Together();
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
        return start(configuration, rememberKey, Inquiry::over, new PasswordHashing());
    }

    /**
     * The same.
     *
     * @param inquiries how providers of webhooks are asked for their keys, with the client of
     *     deliveries
     * @param hashing of the passwords of the console
     */
    static App start(
            Configuration configuration,
            Consumer<KeyText> rememberKey,
            Function<TargetClient, Inquiry> inquiries,
            PasswordHashing hashing) {
        return new App(configuration, rememberKey, inquiries, hashing);
    }

    private App(
            Configuration configuration,
            Consumer<KeyText> rememberKey,
            Function<TargetClient, Inquiry> inquiries,
            PasswordHashing hashing) {
        ConfigurationWarnings.of(configuration).forEach(log::warn);
        CrashPoint.warning().ifPresent(log::warn);
        HttpConfiguration http = configuration.http();
        int port = http.port() == 0 ? ListenPorts.free() : http.port();
        publicUrl = http.publicUrl().orElseGet(() -> http.localUrl(port));
        ReturnUrlPolicy returnUrls =
                configuration.billing().returnUrlPolicy(publicUrl, configuration.profile());
        ListenPorts.requireFree(http);
        endings.push(parts::stop);
        try {
            core = parts.add(Core.forServer(configuration));
            Pages pages =
                    http.pageTemplates()
                            .map(folder -> Pages.from(folder, publicUrl))
                            .orElseGet(() -> new Pages(publicUrl));
            Billing billing = parts.add(Billing.of(core, pages, publicUrl));
            BillingSync sync = parts.add(new BillingSync(core, billing.provider()));
            parts.add(new FirstStart(core, billing.subscribeDemo(), rememberKey));
            BillingOperations operations =
                    parts.add(new BillingOperations(core, billing.provider(), sync, returnUrls));
            Insight insight = parts.add(new Insight(core, publicUrl));
            IngestUrl ingest = IngestUrl.of(http.receiveUrl().orElse(publicUrl), publicUrl);
            StreamUrl stream = new StreamUrl(http.streamUrl().orElse(publicUrl));
            Engine engine = parts.add(new Engine(core, ingest, inquiries));
            Outbound outbound = parts.add(new Outbound(core, engine, publicUrl));
            Inbound inbound = parts.add(new Inbound(core, engine, ingest, stream));
            Pull pull = parts.add(new Pull(core, inbound.endpoints(), ingest, publicUrl));
            MessageLife messages =
                    parts.add(new MessageLife(core, publicUrl, engine::due, engine::marked));
            console =
                    parts.add(
                            new Console(
                                    core,
                                    hashing,
                                    billing,
                                    operations.desk(publicUrl),
                                    outbound,
                                    messages.desk(outbound.anew),
                                    messages.deadLetterDesk(),
                                    inbound.desk(),
                                    pull.desk(),
                                    insight.figures(),
                                    pages,
                                    publicUrl));
            parts.add(new Tenancy(core));
            Upkeep upkeep = parts.add(new Upkeep(core, billing.provider(), sync::facts));

            routes.addAll(pages.assets());
            routes.addAll(new OpenApiRoutes(pages, publicUrl).routes());
            routes.addAll(parts.routes(configuration.roles()));
            routes.addAll(RoutesElsewhere.of(configuration.roles(), routes, parts::routes));
            admin = ending(adminServer(), HttpServer::stop);
            server = ending(apiServer(port).lost(pages.lost(firstPage())), HttpServer::stop);
            core.storage.keepRunning(core.meters, givenUp::complete);
            endings.push(core.storage::leaveAlone);
            endings.push(upkeep::stopping);
            endings.push(pull::stopping);
            endings.push(inbound::stopping);

            parts.start(configuration.roles());
            server.start();
            admin.start();
        } catch (IOException failure) {
            stop();
            throw new StartFailure(String.valueOf(failure.getMessage()));
        } catch (RuntimeException | Error failure) {
            stop();
            throw failure;
        }
    }

    /** Where a person begins; a node without the console has only the description of its API. */
    private String firstPage() {
        return core.configuration.roles().contains(Role.CONSOLE) ? "/" : "/docs";
    }

    private HttpServer apiServer(int port) {
        HttpConfiguration http = core.configuration.http();
        HttpServer.Front front =
                new HttpServer.Front(
                        new TrustedProxies(http.trustedProxies()),
                        publicUrl.getScheme().equals("https"));
        HttpServer listening =
                new HttpServer(
                                new HttpServer.Listen(
                                        http.host(), port, CONCURRENT_REQUESTS, DRAIN, true, front),
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
                                core.meters)
                        .with(http.connections());
        http.certificate()
                .ifPresent(certificate -> listening.overTls(certificate, publicUrl.getHost()));
        return listening;
    }

    private HttpServer adminServer() {
        HttpConfiguration http = core.configuration.http();
        Set<String> names = new HashSet<>(http.adminAllowedHosts());
        names.add(http.adminHost().toLowerCase(Locale.ROOT));
        return new HttpServer(
                        new HttpServer.Listen(
                                http.adminHost(),
                                http.adminPort(),
                                CONCURRENT_ADMIN_REQUESTS,
                                Duration.ofSeconds(1),
                                false),
                        parts.adminRoutes(),
                        _ -> {
                            throw new IllegalStateException("no admin route needs a caller");
                        },
                        App::knownFailure,
                        core.ids,
                        core.meters)
                .forHosts(new KnownHosts(names));
    }

    /** A database or storage that does not work is not the caller's fault, and passes. */
    private static Optional<ApiError> knownFailure(RuntimeException failure) {
        if (failure instanceof BucketException) {
            return Optional.of(ColdPayloads.unavailable());
        }
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
                        + ListenAddress.fromHere(core.configuration.http().adminHost())
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
            end(endings.pop());
        }
    }

    /** Runs it; what it throws is logged, unless the database is away. */
    static void end(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException failure) {
            if (DatabaseTrouble.of(failure).isEmpty()) {
                log.error("a part of the server did not end well", failure);
            }
        }
    }
}
