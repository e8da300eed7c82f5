package io.hookbridge.console;

import io.hookbridge.base.Mode;
import io.hookbridge.console.account.AccountPages;
import io.hookbridge.console.account.LinkPages;
import io.hookbridge.console.account.SignInPages;
import io.hookbridge.console.billing.BillingDesk;
import io.hookbridge.console.billing.BillingPages;
import io.hookbridge.console.export.ExportPages;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.key.KeyPages;
import io.hookbridge.console.metric.MetricsPages;
import io.hookbridge.console.playground.PlaygroundDesk;
import io.hookbridge.console.playground.PlaygroundPages;
import io.hookbridge.console.project.ProjectPages;
import io.hookbridge.console.pull.PullDesk;
import io.hookbridge.console.pull.PullPages;
import io.hookbridge.console.source.SourceDesk;
import io.hookbridge.console.source.SourcePages;
import io.hookbridge.console.start.StartPages;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.insight.export.Exports;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.RequestLimits;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignIns;
import io.micrometer.core.instrument.MeterRegistry;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Every page of the console. */
public final class ConsoleRoutes {

    private final List<Route> routes = new ArrayList<>();

    /** The people and what is theirs. */
    public record People(
            Tenants tenants,
            Projects projects,
            RequestLimits limits,
            ApiKeys keys,
            Sessions sessions,
            SignIns signIns,
            PasswordLinks links) {}

    /** What is told of messages in numbers. */
    public record Figures(ReadCounts counts, Exports exports) {}

    /**
     * @param cookie of the console's sessions
     * @param publicUrl how browsers reach this server; forms from any other origin are refused
     * @param portalVisitors answers {@code /billing/{mode}} for a browser that is signed out but
     *     comes back from the billing provider's own pages
     */
    public ConsoleRoutes(
            People people,
            BillingDesk desk,
            PlaygroundDesk playground,
            SourceDesk sources,
            PullDesk pull,
            Figures figures,
            InstantSource clock,
            Pages pages,
            SessionCookie cookie,
            URI publicUrl,
            BiFunction<Mode, Call, Optional<Answer>> portalVisitors,
            MeterRegistry meters) {
        FormGuard forms = new FormGuard(publicUrl);
        ConsoleVisits visits =
                new ConsoleVisits(
                        people.sessions(),
                        people.tenants(),
                        people.projects(),
                        people.limits(),
                        pages,
                        cookie,
                        forms);
        SignInPages signInPages =
                new SignInPages(
                        people.signIns(),
                        people.sessions(),
                        pages,
                        visits,
                        forms,
                        cookie,
                        publicUrl,
                        meters);
        routes.addAll(new EntrancePages(pages, visits, signInPages, portalVisitors).routes());
        routes.addAll(signInPages.routes());
        routes.addAll(new LinkPages(people.links(), people.signIns(), pages, signInPages).routes());
        routes.addAll(
                new AccountPages(people.signIns(), people.sessions(), pages, visits, signInPages)
                        .routes());
        routes.addAll(new StartPages(pages, visits, publicUrl).routes());
        routes.addAll(new SourcePages(sources, pages, visits, clock).routes());
        routes.addAll(new PullPages(pull, pages, visits).routes());
        routes.addAll(new PlaygroundPages(playground, pages, visits, clock).routes());
        routes.addAll(new ExportPages(figures.exports(), pages, visits, publicUrl, clock).routes());
        routes.addAll(new MetricsPages(figures.counts(), pages, visits, publicUrl).routes());
        routes.addAll(new KeyPages(people.keys(), pages, visits).routes());
        routes.addAll(
                new ProjectPages(people.projects(), people.keys(), people.sessions(), pages, visits)
                        .routes());
        routes.addAll(new BillingPages(desk, pages, visits, publicUrl).routes());
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Where a link to choose a password leads, for its secret. */
    public static String linkPath(String token) {
        return LinkPages.PATH + token;
    }

    /** Where people sign in. */
    public static String signInPath() {
        return ConsoleVisits.SIGN_IN;
    }
}
