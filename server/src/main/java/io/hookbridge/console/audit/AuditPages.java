package io.hookbridge.console.audit;

import static io.hookbridge.console.audit.AuditPage.PATH;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.When;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditLog;
import io.hookbridge.tenant.audit.AuditScope;
import io.hookbridge.tenant.user.Users;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** {@code /console/audit}: the tenant's record of changes. */
public final class AuditPages {

    private static final int PAGE = 50;

    private final AuditLog log;
    private final Users users;
    private final ApiKeys keys;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    public AuditPages(
            AuditLog log,
            Users users,
            ApiKeys keys,
            Pages pages,
            ConsoleVisits visits,
            InstantSource clock) {
        this.log = log;
        this.users = users;
        this.keys = keys;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                visits.get(PATH, Admission.to(Permission.MANAGE), this::list),
                visits.get(PATH + "/csv", Admission.to(Permission.MANAGE), this::file));
    }

    private Answer list(ConsoleVisit visit) {
        WantedEvents wanted = WantedEvents.of(visit.call());
        AuditLog.Page found =
                log.page(
                        wanted.filter(visit.tenant()),
                        visit.call().query("after").flatMap(AuditPages::id).orElse(null),
                        PAGE);
        Names names = Names.in(found.events(), visit.tenant(), users, keys);
        Instant now = clock.instant();
        UUID next = found.next();
        return pages.show(
                200,
                "console/audit.jte",
                new AuditPage(
                        visit.shell(Section.AUDIT),
                        wanted,
                        found.events().stream()
                                .map(event -> row(visit, event, names, now))
                                .toList(),
                        next == null ? null : PATH + wanted.query(next.toString()),
                        PATH + "/csv" + wanted.query(null),
                        visit.curl().get("/v1/audit-events")),
                visit.phrases().language());
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static AuditPage.Row row(
            ConsoleVisit visit, AuditEvent event, Names names, Instant now) {
        return new AuditPage.Row(
                new When(event.at(), now),
                names.of(event.actor().id()),
                PATH + WantedEvents.ALL.by(event.actor().id()).query(null),
                kind(event.actor(), visit.phrases()),
                event.action(),
                names.of(event.subject()),
                PATH + WantedEvents.ALL.to(event.subject()).query(null),
                where(visit, event.scope()),
                event.outcome(),
                Objects.requireNonNullElse(event.detail(), ""),
                Objects.requireNonNullElse(event.requestId(), ""));
    }

    private static String kind(Actor actor, Phrases phrases) {
        String kind = Names.title(actor.kind(), phrases);
        IpAddress address = actor.address();
        return address == null ? kind : phrases.say("audit.address", kind, address);
    }

    private static String where(ConsoleVisit visit, AuditScope scope) {
        Mode mode = scope.mode();
        if (mode == null) {
            return "";
        }
        return visit.projects().stream()
                .filter(project -> project.environment(mode).id().equals(scope.environment()))
                .map(project -> project.name() + ", " + mode.word())
                .findFirst()
                .orElse(mode.word());
    }

    private Answer file(ConsoleVisit visit) {
        TenantId tenant = visit.tenant();
        return Answer.download(
                "audit-events.csv",
                new AuditFile(log, events -> Names.in(events, tenant, users, keys))
                        .of(WantedEvents.of(visit.call()).filter(tenant)));
    }
}
