package io.hookbridge.console.operator;

import static io.hookbridge.console.operator.TenantsPage.PATH;
import static io.hookbridge.console.operator.TenantsPage.TENANT;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Text;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.installation.TenantUse;
import io.hookbridge.tenant.audit.AuditEvent;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code /console/operator}: tenants, servers and settings of the whole installation. */
public final class OperatorPages {

    static final int LONGEST_REASON = AuditEvent.MAX_DETAIL;

    private static final int PAGE = 50;

    private final OperatorDesk desk;
    private final DescribeServers servers;
    private final Pages pages;
    private final ConsoleVisits visits;

    public OperatorPages(OperatorDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.servers = new DescribeServers(desk);
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        return List.of(
                visits.get(PATH, Admission.OPERATORS, this::tenants),
                visits.get(
                        TENANT,
                        Admission.OPERATORS,
                        visit ->
                                tenant(visit)
                                        .map(found -> show(visit, found, 200, "", null))
                                        .orElseGet(() -> goTo(visit, ConsoleNotice.TENANT_GONE))),
                visits.post(TENANT + "/suspend", Admission.OPERATORS, this::suspend),
                visits.post(TENANT + "/resume", Admission.OPERATORS, this::resume),
                visits.get(
                        PATH + "/servers",
                        Admission.OPERATORS,
                        visit ->
                                pages.show(
                                        200,
                                        "console/operator-servers.jte",
                                        servers.page(
                                                visit.shell(Section.OPERATOR), visit.phrases()),
                                        visit.phrases().language())),
                visits.get(
                        PATH + "/settings",
                        Admission.OPERATORS,
                        visit ->
                                pages.show(
                                        200,
                                        "console/operator-settings.jte",
                                        new SettingsInForcePage(
                                                visit.shell(Section.OPERATOR), desk.settings()),
                                        visit.phrases().language())));
    }

    private Answer tenants(ConsoleVisit visit) {
        String text = visit.call().query("q").map(Form::cleaned).orElse("");
        TenantId before = visit.call().query("before").flatMap(TenantId::parse).orElse(null);
        List<TenantUse> found = desk.installation().tenants(text, before, PAGE + 1);
        List<TenantUse> shown = found.subList(0, Math.min(PAGE, found.size()));
        Map<TenantId, Plan> plans =
                desk.plans().of(shown.stream().map(TenantUse::id).toList(), Mode.LIVE);
        Instant now = desk.clock().instant();
        return pages.show(
                200,
                "console/operator-tenants.jte",
                new TenantsPage(
                        visit.shell(Section.OPERATOR),
                        text,
                        shown.stream()
                                .map(tenant ->
                                        TenantsPage.Row.of(
                                                tenant, plan(plans, tenant), now, visit.phrases()))
                                .toList(),
                        found.size() > PAGE
                                ? PATH
                                        + "?q="
                                        + URLEncoder.encode(text, StandardCharsets.UTF_8)
                                        + "&before="
                                        + shown.getLast().id()
                                : null),
                visit.phrases().language());
    }

    private static Plan plan(Map<TenantId, Plan> plans, TenantUse tenant) {
        return Objects.requireNonNull(plans.get(tenant.id()), "every tenant has a plan");
    }

    private Optional<TenantUse> tenant(ConsoleVisit visit) {
        return TenantId.parse(visit.call().path("tenant")).flatMap(desk.installation()::tenant);
    }

    private Answer goTo(ConsoleVisit visit, ConsoleNotice notice) {
        return pages.goTo(notice.in(visit.phrases()).on(PATH));
    }

    private Answer show(
            ConsoleVisit visit,
            TenantUse tenant,
            int status,
            String reason,
            @Nullable String alert) {
        List<TenantId> one = List.of(tenant.id());
        Plan live = plan(desk.plans().of(one, Mode.LIVE), tenant);
        Plan test = plan(desk.plans().of(one, Mode.TEST), tenant);
        Phrases phrases = visit.phrases();
        return pages.show(
                status,
                "console/operator-tenant.jte",
                new TenantPage(
                        visit.shell(Section.OPERATOR),
                        path(tenant),
                        TenantsPage.Row.of(tenant, live, desk.clock().instant(), phrases),
                        phrases.say("operator.tenant.plans", live.title(), test.title()),
                        tenant.status().equals("active"),
                        tenant.status().equals("suspended"),
                        tenant.id().equals(visit.tenant()),
                        reason,
                        alert),
                phrases.language());
    }

    private static String path(TenantUse tenant) {
        return TENANT.replace("{tenant}", tenant.id().toString());
    }

    private Answer suspend(ConsoleVisit visit, Form form) {
        Optional<TenantUse> tenant = tenant(visit);
        if (tenant.isEmpty()) {
            return goTo(visit, ConsoleNotice.TENANT_GONE);
        }
        String reason = form.text("reason");
        if (tenant.get().id().equals(visit.tenant())) {
            return show(
                    visit, tenant.get(), 422, reason, visit.phrases().say("operator.suspend.own"));
        }
        if (Text.length(reason) > LONGEST_REASON) {
            return show(
                    visit,
                    tenant.get(),
                    422,
                    reason,
                    visit.phrases().say("operator.suspend.reason.long", LONGEST_REASON));
        }
        boolean done =
                desk.tenants()
                        .suspend(
                                tenant.get().id(),
                                reason.isEmpty() ? null : reason,
                                actor(visit),
                                visit.call().requestId());
        return pages.goTo(
                (done ? ConsoleNotice.TENANT_SUSPENDED : ConsoleNotice.TENANT_UNCHANGED)
                        .in(visit.phrases())
                        .on(path(tenant.get())));
    }

    /** Without an address: the event is for the tenant to read, and stays there. */
    private static Actor actor(ConsoleVisit visit) {
        return visit.user().actor();
    }

    private Answer resume(ConsoleVisit visit, Form form) {
        Optional<TenantUse> tenant = tenant(visit);
        if (tenant.isEmpty()) {
            return goTo(visit, ConsoleNotice.TENANT_GONE);
        }
        boolean done =
                desk.tenants().resume(tenant.get().id(), actor(visit), visit.call().requestId());
        return pages.goTo(
                (done ? ConsoleNotice.TENANT_RESUMED : ConsoleNotice.TENANT_UNCHANGED)
                        .in(visit.phrases())
                        .on(path(tenant.get())));
    }
}
