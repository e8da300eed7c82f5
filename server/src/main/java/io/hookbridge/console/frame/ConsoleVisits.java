package io.hookbridge.console.frame;

import io.hookbridge.access.Permission;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.console.form.KeptForm;
import io.hookbridge.console.form.KeptForms;
import io.hookbridge.console.form.SentForms;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.http.page.Visitors;
import io.hookbridge.http.page.Visits;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.RequestLimits;
import io.hookbridge.tenant.user.Session;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.User;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The pages of people who are signed in. Who is not is sent to the sign-in, and back. */
public final class ConsoleVisits implements Visitors<ConsoleVisit> {

    /** Where people sign in. */
    public static final String SIGN_IN = "/sign-in";

    public static final String SIGN_OUT = "/sign-out";

    /**
     * The body limit of forms that bring a payload of 64 KiB: each byte that is no letter or digit
     * takes three there.
     */
    public static final int FORM_WITH_PAYLOAD = 4 * Route.SMALL_BODY;

    private final Sessions sessions;
    private final Tenants tenants;
    private final Projects projects;
    private final RequestLimits limits;
    private final AsCurl curl;
    private final Pages pages;
    private final Visits<ConsoleVisit> visits;
    private final SignInForm signIn;
    private final KeptForms kept;
    private final SentForms sent;
    private final Set<Section> sections = EnumSet.noneOf(Section.class);

    public ConsoleVisits(
            Sessions sessions,
            Tenants tenants,
            Projects projects,
            RequestLimits limits,
            AsCurl curl,
            Pages pages,
            SessionCookie cookie,
            FormGuard forms,
            SignInForm signIn,
            KeptForms kept,
            SentForms sent) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.projects = projects;
        this.limits = limits;
        this.curl = curl;
        this.pages = pages;
        this.visits = new Visits<>(pages, cookie, forms, this);
        this.signIn = signIn;
        this.kept = kept;
        this.sent = sent;
    }

    /** Answers a call that is about the place in its path. */
    @FunctionalInterface
    public interface PlaceHandler {
        Answer handle(ConsoleVisit visit, Place place);
    }

    /** Answers a form that is about the place in its path. */
    @FunctionalInterface
    public interface PlaceFormHandler {
        Answer handle(ConsoleVisit visit, Place place, Form form);
    }

    /**
     * A page that is about a place.
     *
     * @param path behind that of the place
     */
    public Route getIn(String path, Permission needed, PlaceHandler handler) {
        return get(
                Place.TEMPLATE + path,
                Admission.to(needed),
                visit ->
                        in(
                                visit,
                                place -> {
                                    remember(visit, place);
                                    return handler.handle(visit, place);
                                }));
    }

    /** A form that is about a place. */
    public Route postIn(String path, Permission needed, PlaceFormHandler handler) {
        return post(
                Place.TEMPLATE + path,
                Admission.to(needed),
                (visit, form) -> in(visit, place -> handler.handle(visit, place, form)));
    }

    private Answer in(ConsoleVisit visit, Function<Place, Answer> handler) {
        if (ConsoleVisit.modeIn(visit.call()).isEmpty()) {
            throw ApiError.notFound("there is no such page");
        }
        return visit.place()
                .map(handler)
                .orElseGet(() ->
                        pages.goTo(
                                ConsoleNotice.PROJECT_GONE
                                        .in(visit.phrases())
                                        .on(Section.PROJECTS.path())));
    }

    private void remember(ConsoleVisit visit, Place place) {
        Session session = visit.session();
        if (!place.project().id().equals(session.selected()) || place.mode() != session.mode()) {
            sessions.select(session, place.project().id(), place.mode());
        }
    }

    public Route get(
            String template, Admission.OfVisitors admits, Visits.Handler<ConsoleVisit> handler) {
        Arrays.stream(Section.values())
                .filter(section -> section.template().equals(template))
                .forEach(sections::add);
        kept.know(template);
        return visits.get(
                template,
                admits,
                visit -> kept.putBack(visit.session(), visit.call(), handler.handle(visit)));
    }

    public Route post(
            String template,
            Admission.OfVisitors admits,
            Visits.FormHandler<ConsoleVisit> handler) {
        return visits.post(
                template,
                admits,
                (visit, form) ->
                        sent.once(
                                visit.session().id(),
                                visit.call(),
                                form,
                                kept.pageAbove(visit.call()),
                                visit.phrases(),
                                () -> handler.handle(visit, form)));
    }

    /**
     * The call with its session, also of somebody who is kept out; empty for a browser that is
     * signed out.
     *
     * @throws ApiError {@code RATE_LIMIT_EXCEEDED} beyond what the session may ask for in a minute
     */
    public Optional<ConsoleVisit> find(Call call) {
        return visits.find(call);
    }

    @Override
    public Optional<ConsoleVisit> find(SecretToken session, String formToken, Call call) {
        return sessions.find(session).map(found -> visit(found, formToken, call));
    }

    private ConsoleVisit visit(Session session, String formToken, Call call) {
        TenantId tenant = session.user().tenant();
        limits.requirePage(tenant, session.id().value());
        return new ConsoleVisit(
                session,
                tenants.find(tenant).map(Tenant::name).orElseThrow(),
                projects.list(tenant),
                sectionsFor(session.user()),
                curl,
                formToken,
                pages.notice(call),
                call);
    }

    private Set<Section> sectionsFor(User user) {
        Set<Section> own = EnumSet.copyOf(sections);
        own.removeIf(section -> !section.isFor(user));
        return own;
    }

    @Override
    public Answer withoutSession(Call call) {
        Phrases phrases = Phrases.in(Language.ofConsole(call));
        if (call.target().equals(SIGN_OUT)) {
            return pages.goTo(ConsoleNotice.SIGNED_OUT.in(phrases).on(SIGN_IN));
        }
        Optional<KeptForm> unsent = kept.of(call);
        if (unsent.isPresent()) {
            return signIn.show(
                    401,
                    call,
                    SignInPage.leadingTo(ReturnTo.HOME)
                            .saying(ConsoleNotice.FORM_KEPT.in(phrases).sentence())
                            .keeping(unsent.get()));
        }
        return call.method().equals("POST")
                ? pages.goTo(ConsoleNotice.SESSION_ENDED.in(phrases).on(SIGN_IN))
                : pages.goTo(SIGN_IN + "?return_to=" + ReturnTo.of(Optional.of(call.target())));
    }

    @Override
    public Answer ofAnotherSession(ConsoleVisit visit) {
        KeptForm unsent = kept.of(visit.call()).orElseThrow(FormGuard::refusal);
        kept.keep(visit.session().id(), unsent);
        return pages.goTo(ConsoleNotice.STEP_NOT_DONE.in(visit.phrases()).on(unsent.page()));
    }

    @Override
    public Answer notOwner(ConsoleVisit visit) {
        return notPermitted(visit, visit.shell(Section.PEOPLE), "people");
    }

    @Override
    public Answer notPermitted(ConsoleVisit visit, Permission needed) {
        boolean billing = needed == Permission.BILLING;
        return notPermitted(
                visit,
                visit.shell(
                        billing ? Section.BILLING : null,
                        visit.place().or(visit::lastPlace).orElse(null),
                        Section.HOME.path()),
                billing ? "billing" : "other");
    }

    /**
     * @param what it takes another role for, as the phrases end
     */
    private Answer notPermitted(ConsoleVisit visit, Shell shell, String what) {
        Phrases phrases = visit.phrases();
        return pages.show(
                403,
                "console/not-permitted.jte",
                new NotPermittedPage(
                        shell,
                        phrases.say("entrance.not_permitted." + what),
                        phrases.say("entrance.ask_owner." + what, visit.tenantName())),
                phrases.language());
    }
}
