package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.app.running.Version;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Notifications;
import io.hookbridge.db.citus.Worker;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.delivery.Intake;
import io.hookbridge.delivery.MessageTraces;
import io.hookbridge.delivery.key.ExpireSigningKeys;
import io.hookbridge.delivery.target.DeliveryTargets;
import io.hookbridge.delivery.target.PlanRoom;
import io.hookbridge.delivery.target.TargetSources;
import io.hookbridge.delivery.target.TargetUrls;
import io.hookbridge.inbound.endpoint.EndpointPresets;
import io.hookbridge.inbound.endpoint.InboundTargets;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.inbound.preset.ProjectPresets;
import io.hookbridge.inbound.provider.AskProviders;
import io.hookbridge.inbound.provider.Inquiry;
import io.hookbridge.inbound.provider.RuntimeAuthorities;
import io.hookbridge.inbound.verify.preset.Presets;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Limits;
import io.hookbridge.net.TargetCheck;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.net.dns.DnsLookup;
import io.hookbridge.outbound.endpoint.EndpointTargets;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.trace.ExportSpans;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What delivers messages, whichever way they came in, and what all endpoints share. */
final class Engine implements Part {

    /** A node that died or hangs delays its messages by this much. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration EXPIRE_KEYS = Duration.ofSeconds(5);

    /** Messages on their way may take an eighth of the heap, and no more than this. */
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    final MessageTraces traces;
    final DeliveryTargets targets;
    final Delivery delivery;
    final Intake intake;
    final TargetUrls urls;
    final PlanRoom room;
    final ProjectPresets projectPresets;
    final EndpointPresets presets;
    final AskProviders providers;

    private final Core core;
    private final DnsLookup names;
    private final TargetClient client;
    private final ExpireSigningKeys expireKeys;
    private final Optional<ExportSpans> spans;

    Engine(Core core, IngestUrl ingest, Function<TargetClient, Inquiry> inquiries) {
        this.core = core;
        var jdbi = core.storage.database().jdbi();
        var forMessages = core.storage.database().messages();
        spans =
                core.configuration
                        .traces()
                        .collector()
                        .map(collector ->
                                new ExportSpans(
                                        collector, Version.resource(core.server), core.meters));
        traces =
                spans.map(export ->
                                MessageTraces.to(export::add, core.configuration.traces().oneIn()))
                        .orElse(MessageTraces.OFF);
        RetryPolicy retries = core.configuration.messages().retries();
        AddressRules reachable = new AddressRules(core.configuration.messages().allowedTargets());
        names = DnsLookup.ofSystem();
        client = new TargetClient(reachable, names, Limits.DELIVERY);
        client.watch(core.meters);
        projectPresets = new ProjectPresets(jdbi, Presets.shipped());
        providers =
                new AskProviders(inquiries.apply(client), AskProviders.PATIENCE, System::nanoTime);
        presets = new EndpointPresets(projectPresets, providers, RuntimeAuthorities::get);
        targets =
                new DeliveryTargets(
                        new TargetSources(
                                List.of(
                                        new EndpointTargets(
                                                forMessages,
                                                core.storage.secrets(),
                                                retries,
                                                core.ids),
                                        new InboundTargets(
                                                forMessages,
                                                core.storage.secrets(),
                                                retries,
                                                ingest,
                                                presets))),
                        core.changes);
        delivery =
                new Delivery(
                        forMessages,
                        core.worker.<Worker>map(named -> named).orElse(Worker.NONE),
                        core.storage.secrets(),
                        new Notifications(core.storage.database(), "messages_due"),
                        targets,
                        client,
                        core.allowances,
                        core.ids,
                        core.clock,
                        System::nanoTime,
                        core.meters,
                        traces,
                        core.coldPayloads,
                        new Delivery.Settings(
                                LEASE,
                                Limits.DELIVERY.longest(),
                                Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 8),
                                "HookBridge"));
        intake =
                new Intake(
                        forMessages,
                        delivery,
                        core.clock,
                        System::nanoTime,
                        core.meters,
                        traces,
                        core.configuration.messages().searchDays() > 0);
        urls = new TargetUrls(new TargetCheck(reachable, names));
        room = new PlanRoom(jdbi, core.allowances::of);
        expireKeys = new ExpireSigningKeys(jdbi, core.ids, core.clock);
    }

    /** Tells that messages of {@code target} have become due in the database. */
    void due(TargetId target) {
        delivery.due(target);
    }

    /** Messages were deleted that a server may have in its hands. */
    void marked() {
        delivery.marked();
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        List<Loop> loops = new ArrayList<>();
        if (roles.contains(Role.JOBS)) {
            loops.add(new Loop("signing-keys", EXPIRE_KEYS, expireKeys::step));
        }
        spans.ifPresent(export -> loops.add(new Loop("traces", ExportSpans.EVERY, export::step)));
        return loops;
    }

    @Override
    public void start() {
        if (core.configuration.roles().contains(Role.DELIVER)) {
            delivery.start(core.storage.isOwn());
        }
    }

    /** Stores what was accepted, and delivers it as far as time allows. */
    @Override
    public void stop() {
        intake.close();
        delivery.stop();
        client.close();
        names.close();
        spans.ifPresent(export -> {
            App.end(export::sendLast);
            export.close();
        });
    }
}
