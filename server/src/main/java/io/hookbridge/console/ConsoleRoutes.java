package io.hookbridge.console;

import io.hookbridge.base.Mode;
import io.hookbridge.console.account.AccountPages;
import io.hookbridge.console.account.LinkPages;
import io.hookbridge.console.account.SignInPages;
import io.hookbridge.console.audit.AuditPages;
import io.hookbridge.console.billing.BillingDesk;
import io.hookbridge.console.billing.BillingPages;
import io.hookbridge.console.deadletter.DeadLetterDesk;
import io.hookbridge.console.deadletter.DeadLetterPages;
import io.hookbridge.console.endpoint.EndpointDesk;
import io.hookbridge.console.endpoint.EndpointPages;
import io.hookbridge.console.export.ExportPages;
import io.hookbridge.console.find.FindPages;
import io.hookbridge.console.find.FindThings;
import io.hookbridge.console.form.KeptForms;
import io.hookbridge.console.form.SentForms;
import io.hookbridge.console.frame.AsCurl;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.SignInForm;
import io.hookbridge.console.home.HomePages;
import io.hookbridge.console.home.ReceiverPages;
import io.hookbridge.console.key.KeyPages;
import io.hookbridge.console.live.LivePages;
import io.hookbridge.console.message.MessageDesk;
import io.hookbridge.console.message.MessagePages;
import io.hookbridge.console.metric.MetricsPages;
import io.hookbridge.console.operator.OperatorDesk;
import io.hookbridge.console.operator.OperatorPages;
import io.hookbridge.console.people.PeoplePages;
import io.hookbridge.console.playground.PlaygroundDesk;
import io.hookbridge.console.playground.PlaygroundPages;
import io.hookbridge.console.project.ProjectPages;
import io.hookbridge.console.pull.PullDesk;
import io.hookbridge.console.pull.PullPages;
import io.hookbridge.console.settings.SettingsDesk;
import io.hookbridge.console.settings.SettingsPages;
import io.hookbridge.console.source.SourceDesk;
import io.hookbridge.console.source.SourcePages;
import io.hookbridge.console.start.StartPages;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.LanguageCookie;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.insight.export.Exports;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.insight.overview.LookupStore;
import io.hookbridge.insight.overview.TroubleStore;
import io.hookbridge.outbound.send.SendTestEvent;
import io.hookbridge.outbound.trial.TrialReceiver;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.audit.AuditLog;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.RequestLimits;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.SignIns;
import io.hookbridge.tenant.user.Users;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;

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
            Jdbi jdbi,
            Tenants tenants,
            Projects projects,
            RequestLimits limits,
            ApiKeys keys,
            Users users,
            Sessions sessions,
            SignIns signIns,
            PasswordLinks links) {}

    /** What is told of messages in numbers. */
    public record Figures(ReadCounts counts, Exports exports) {}

    /**
     * What can be told of messages, and what sends a first one.
     *
     * @param clock of the pages
     */
    public record Traffic(
            MessageLog log,
            ReadCounts counts,
            Ledger ledger,
            TroubleStore troubles,
            LookupStore lookup,
            TrialReceiver receiver,
            SendTestEvent testEvent,
            InstantSource clock) {}

    /**
     * @param cookie of the console's sessions
     * @param publicUrl how browsers reach this server; forms from any other origin are refused
     * @param portalVisitors answers {@code /billing/{mode}} for a browser that is signed out but
     *     comes back from the billing provider's own pages
     */
    public ConsoleRoutes(
            People people,
            Traffic traffic,
            BillingDesk desk,
            MessageDesk messages,
            DeadLetterDesk deadLetters,
            EndpointDesk endpoints,
            PlaygroundDesk playground,
            SourceDesk sources,
            PullDesk pull,
            SettingsDesk settings,
            OperatorDesk operator,
            Figures figures,
            Pages pages,
            SessionCookie cookie,
            URI publicUrl,
            BiFunction<Mode, Call, Optional<Answer>> portalVisitors,
            MeterRegistry meters) {
        FormGuard forms = new FormGuard(publicUrl);
        AsCurl curl = new AsCurl(publicUrl);
        SignInForm signInForm = new SignInForm(pages, forms, publicUrl);
        KeptForms kept = new KeptForms(people.jdbi(), forms);
        ConsoleVisits visits =
                new ConsoleVisits(
                        people.sessions(),
                        people.tenants(),
                        people.projects(),
                        people.limits(),
                        curl,
                        pages,
                        cookie,
                        forms,
                        signInForm,
                        kept,
                        new SentForms(people.jdbi(), pages, traffic.clock()));
        SignInPages signInPages =
                new SignInPages(
                        people.signIns(),
                        people.sessions(),
                        pages,
                        visits,
                        signInForm,
                        kept,
                        cookie,
                        publicUrl,
                        meters);
        routes.addAll(new EntrancePages(pages, visits, signInForm, portalVisitors).routes());
        routes.addAll(signInPages.routes());
        routes.addAll(
                new LinkPages(people.links(), people.signIns(), pages, signInPages, signInForm)
                        .routes());
        routes.addAll(
                new AccountPages(
                                people.signIns(),
                                people.sessions(),
                                pages,
                                visits,
                                signInPages,
                                new LanguageCookie("/", publicUrl))
                        .routes());
        routes.addAll(
                new HomePages(
                                traffic.log(),
                                traffic.counts(),
                                traffic.ledger(),
                                traffic.troubles(),
                                traffic.lookup(),
                                pages,
                                visits,
                                traffic.clock())
                        .routes());
        routes.addAll(
                new ReceiverPages(
                                traffic.receiver(),
                                traffic.testEvent(),
                                traffic.log(),
                                pages,
                                visits,
                                traffic.clock())
                        .routes());
        routes.addAll(new LivePages(traffic.log(), pages, visits, traffic.clock()).routes());
        routes.addAll(
                new FindPages(new FindThings(traffic.lookup(), people.keys()), pages, visits)
                        .routes());
        routes.addAll(new StartPages(pages, visits, publicUrl).routes());
        routes.addAll(new MessagePages(messages, pages, visits, publicUrl).routes());
        routes.addAll(new DeadLetterPages(deadLetters, pages, visits).routes());
        routes.addAll(new EndpointPages(endpoints, pages, visits).routes());
        routes.addAll(new SourcePages(sources, pages, visits, traffic.clock()).routes());
        routes.addAll(new PullPages(pull, pages, visits).routes());
        routes.addAll(new PlaygroundPages(playground, pages, visits, traffic.clock()).routes());
        routes.addAll(new ExportPages(figures.exports(), pages, visits, traffic.clock()).routes());
        routes.addAll(new MetricsPages(figures.counts(), pages, visits).routes());
        routes.addAll(new KeyPages(people.keys(), pages, visits, traffic.clock()).routes());
        routes.addAll(
                new ProjectPages(
                                people.projects(),
                                people.jdbi(),
                                traffic.ledger(),
                                people.sessions(),
                                pages,
                                visits)
                        .routes());
        routes.addAll(new SettingsPages(settings, pages, visits).routes());
        routes.addAll(
                new AuditPages(
                                new AuditLog(people.jdbi()),
                                people.users(),
                                people.keys(),
                                pages,
                                visits,
                                traffic.clock())
                        .routes());
        routes.addAll(
                new PeoplePages(
                                people.users(),
                                people.links(),
                                token -> publicUrl.resolve(linkPath(token)).toString(),
                                pages,
                                visits,
                                traffic.clock())
                        .routes());
        routes.addAll(new OperatorPages(operator, pages, visits).routes());
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
