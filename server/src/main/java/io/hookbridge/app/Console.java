package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.app.running.FreeSpace;
import io.hookbridge.app.terminal.CommandOutput;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.portal.ReturnUrlDecision;
import io.hookbridge.billing.portal.ReturnUrlPolicy;
import io.hookbridge.console.ConsoleRoutes;
import io.hookbridge.console.billing.BillingDesk;
import io.hookbridge.console.deadletter.DeadLetterDesk;
import io.hookbridge.console.message.MessageDesk;
import io.hookbridge.console.operator.OperatorDesk;
import io.hookbridge.console.pull.PullDesk;
import io.hookbridge.console.settings.SettingsDesk;
import io.hookbridge.console.source.SourceDesk;
import io.hookbridge.http.Authenticator;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.insight.installation.ReadInstallation;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.DueMessages;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.insight.overview.LookupStore;
import io.hookbridge.insight.overview.TroubleStore;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.PasswordHashing;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.SessionAuthenticator;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignIns;
import io.hookbridge.tenant.user.User;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The console with what belongs to it: people's sessions, their way into the API, pages. */
public final class Console implements Part {

    private static final Duration FORGET = Duration.ofMinutes(10);

    private final Core core;
    private final URI publicUrl;
    private final SessionCookie cookie;
    private final Sessions sessions;
    private final List<Route> pages;

    Console(
            Core core,
            PasswordHashing hashing,
            Billing billing,
            BillingDesk desk,
            Outbound outbound,
            MessageDesk messages,
            DeadLetterDesk deadLetters,
            SourceDesk sources,
            PullDesk pull,
            ConsoleRoutes.Figures figures,
            Pages pages,
            URI publicUrl) {
        this.core = core;
        this.publicUrl = publicUrl;
        cookie = SessionCookie.of("hookbridge_session", "/", publicUrl);
        var jdbi = core.storage.database().jdbi();
        sessions = new Sessions(jdbi, core.ids, core.clock);
        SignIns signIns =
                new SignIns(
                        jdbi,
                        hashing,
                        core.storage.secrets(),
                        System::nanoTime,
                        core.ids,
                        core.clock);
        List<Route> made =
                new ConsoleRoutes(
                                new ConsoleRoutes.People(
                                        jdbi,
                                        core.tenants,
                                        core.projects,
                                        core.requestLimits,
                                        core.apiKeys,
                                        core.users,
                                        sessions,
                                        signIns,
                                        core.passwordLinks),
                                new ConsoleRoutes.Traffic(
                                        new MessageLog(core.reads.jdbi()),
                                        new ReadCounts(core.reads.jdbi(), core.clock),
                                        new Ledger(core.reads.jdbi()),
                                        new TroubleStore(core.reads.jdbi()),
                                        new LookupStore(core.storage.database().reading()),
                                        outbound.receiver,
                                        outbound.testEvent,
                                        core.clock),
                                desk,
                                messages,
                                deadLetters,
                                outbound.desk(),
                                outbound.playground(),
                                sources,
                                pull,
                                new SettingsDesk(
                                        core.projects,
                                        (tenant, mode) -> core.allowances.of(tenant, mode).plan(),
                                        core.configuration.messages().historyDays()),
                                operatorDesk(core),
                                figures,
                                pages,
                                cookie,
                                publicUrl,
                                billing.portalVisitors(),
                                core.meters)
                        .routes();
        this.pages = new ReadFromReplica(core, publicUrl).pages(made);
    }

    private static OperatorDesk operatorDesk(Core core) {
        var reading = core.storage.database().reading();
        DueMessages dueMessages = new DueMessages(reading);
        FreeSpace space = new FreeSpace(core.configuration.storage().dataDir(), FreeSpace.LEAST);
        return new OperatorDesk(
                new ReadInstallation(reading, core.clock),
                core.tenants,
                (tenants, mode) -> plans(core.allowances.of(tenants, mode)),
                new Ledger(reading),
                () -> dueMessages.oldest(core.clock.instant()),
                () -> core.storage.isOwn() ? space.left() : OptionalLong.empty(),
                core.configuration.inForce().stream()
                        .map(each ->
                                new OperatorDesk.Setting(
                                        each.setting().variable(), each.value(), each.chosen()))
                        .toList(),
                core.clock);
    }

    private static Map<TenantId, Plan> plans(Map<TenantId, Allowance> allowances) {
        return allowances.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().plan()));
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        return roles.contains(Role.CONSOLE) ? pages : List.of();
    }

    /** Recognises people by their session, where a route allows it. */
    Authenticator authenticator(Authenticator next) {
        return new SessionAuthenticator(
                sessions, core.projects, cookie, new FormGuard(publicUrl).origin(), next);
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        return roles.contains(Role.JOBS)
                ? List.of(new Loop("console-sessions", FORGET, this::forgetExpired))
                : List.of();
    }

    private void forgetExpired() {
        sessions.forgetEnded();
        core.passwordLinks.forgetExpired();
    }

    /** Where people sign in. */
    public URI signIn() {
        return publicUrl.resolve(ConsoleRoutes.signInPath());
    }

    /** A new link for this person to choose a password; empty for somebody who has one. */
    public Optional<URI> firstLink(EmailAddress email) {
        return core.users
                .find(email)
                .filter(user -> !user.hasPassword())
                .flatMap(user -> makeLink(core, user, PasswordLinks.FIRST_LIFE))
                .map(made -> publicUrl.resolve(ConsoleRoutes.linkPath(made.token().text())));
    }

    /**
     * Whether portal and checkout may send people of the console back to it: the configured origins
     * may leave it out.
     */
    static boolean isLedBackTo(URI publicUrl, ReturnUrlPolicy policy) {
        return switch (policy.check(publicUrl + "/")) {
            case ReturnUrlDecision.Accepted _ -> true;
            case ReturnUrlDecision.Refused _ -> false;
        };
    }

    /** A new link of this person, for the operator to hand over; empty for one who is disabled. */
    public static Optional<PasswordLinks.Made> makeLink(Core core, User user, Duration life) {
        return core.passwordLinks.make(user, life, CommandOutput.OPERATOR, null);
    }
}
