package io.hookbridge.console;

import io.hookbridge.console.account.AccountPages;
import io.hookbridge.console.account.LinkPages;
import io.hookbridge.console.account.SignInPages;
import io.hookbridge.console.billing.BillingDesk;
import io.hookbridge.console.billing.BillingPages;
import io.hookbridge.console.frame.ReturnTo;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Visits;
import io.hookbridge.console.key.KeyPages;
import io.hookbridge.console.project.ProjectPages;
import io.hookbridge.console.start.StartPages;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.RequestLimits;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignIns;
import io.micrometer.core.instrument.MeterRegistry;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every page of the console. */
public final class ConsoleRoutes {

    private static final String BACK_FROM_PORTAL =
            "This is the billing page of the console. If you have come back from the customer portal:"
                    + " every change you made there is saved, and you may close this window.";

    private final List<Route> routes = new ArrayList<>();
    private final SignInPages signInPages;
    private final Function<Call, Optional<Answer>> portalVisitors;

    /** The people and what is theirs. */
    public record People(
            Tenants tenants,
            Projects projects,
            RequestLimits limits,
            ApiKeys keys,
            Sessions sessions,
            SignIns signIns,
            PasswordLinks links) {}

    /**
     * @param cookie of the console's sessions
     * @param publicUrl how browsers reach this server; forms from any other origin are refused
     * @param portalVisitors answers {@code /billing} for a browser that is signed out but comes
     *     back from the billing provider's own pages
     */
    public ConsoleRoutes(
            People people,
            BillingDesk desk,
            Pages pages,
            SessionCookie cookie,
            URI publicUrl,
            Function<Call, Optional<Answer>> portalVisitors,
            MeterRegistry meters) {
        this.portalVisitors = portalVisitors;
        FormGuard forms = new FormGuard(publicUrl);
        Visits visits =
                new Visits(
                        people.sessions(),
                        people.tenants(),
                        people.projects(),
                        people.limits(),
                        pages,
                        cookie,
                        forms);
        signInPages =
                new SignInPages(
                        people.signIns(),
                        people.sessions(),
                        pages,
                        visits,
                        forms,
                        cookie,
                        publicUrl,
                        meters);
        routes.add(pages.route("GET", "/", _ -> pages.goTo(ReturnTo.HOME)));
        routes.addAll(signInPages.routes());
        routes.addAll(new LinkPages(people.links(), people.signIns(), pages, signInPages).routes());
        routes.addAll(
                new AccountPages(people.signIns(), people.sessions(), pages, visits, signInPages)
                        .routes());
        routes.addAll(new StartPages(pages, visits, publicUrl).routes());
        routes.addAll(new KeyPages(people.keys(), pages, visits).routes());
        routes.addAll(
                new ProjectPages(people.projects(), people.keys(), people.sessions(), pages, visits)
                        .routes());
        routes.addAll(
                new BillingPages(desk, pages, visits, publicUrl, this::signedOutAtBilling)
                        .routes());
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
        return Visits.SIGN_IN;
    }

    private Answer signedOutAtBilling(Call call) {
        return portalVisitors
                .apply(call)
                .orElseGet(() -> signInPages.form(call, Section.BILLING.path(), BACK_FROM_PORTAL));
    }
}
