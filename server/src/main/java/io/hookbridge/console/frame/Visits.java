package io.hookbridge.console.frame;

import io.hookbridge.base.SecretToken;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Problem;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.RequestLimits;
import io.hookbridge.tenant.user.Session;
import io.hookbridge.tenant.user.Sessions;
import io.hookbridge.tenant.user.User;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the session behind a page, guards its forms, and sends whoever has none to the sign-in. */
public final class Visits {

    /** Where people sign in. */
    public static final String SIGN_IN = "/sign-in";

    private final Sessions sessions;
    private final Tenants tenants;
    private final Projects projects;
    private final RequestLimits limits;
    private final Pages pages;
    private final SessionCookie cookie;
    private final FormGuard forms;

    public Visits(
            Sessions sessions,
            Tenants tenants,
            Projects projects,
            RequestLimits limits,
            Pages pages,
            SessionCookie cookie,
            FormGuard forms) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.projects = projects;
        this.limits = limits;
        this.pages = pages;
        this.cookie = cookie;
        this.forms = forms;
    }

    /** Answers a call of somebody who is signed in. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Visit visit);
    }

    /** Answers a form that a page of the same session sent. */
    @FunctionalInterface
    public interface FormHandler {
        Answer handle(Visit visit, Form form);
    }

    /** A page that is led back to after the sign-in. */
    public Route get(String template, Handler handler) {
        return get(
                template,
                handler,
                call ->
                        pages.goTo(
                                SIGN_IN + "?return_to=" + ReturnTo.of(Optional.of(call.target()))));
    }

    /**
     * @param signedOut answers a browser that is signed out
     */
    public Route get(String template, Handler handler, Function<Call, Answer> signedOut) {
        return pages.route(
                "GET",
                template,
                call ->
                        find(call)
                                .map(visit -> mayEnter(visit) ? handler.handle(visit) : stopped())
                                .orElseGet(() -> signedOut.apply(call)));
    }

    /** Whether the pages are open to whoever visits. */
    public static boolean mayEnter(Visit visit) {
        return visit.user().standing() == User.Standing.GOOD;
    }

    private Answer stopped() {
        return pages.problem(
                403,
                new Problem(
                        "This account is suspended",
                        "The operator of this server has stopped it. Nothing was deleted, and messages"
                                + " that were accepted wait.",
                        "Ask the operator of this server to let it go on, then reload this page.",
                        new Problem.Link(SIGN_IN, "Sign in as somebody else"),
                        null));
    }

    public Route post(String template, FormHandler handler) {
        return postOfAnybody(
                template,
                (visit, form) -> mayEnter(visit) ? handler.handle(visit, form) : stopped());
    }

    /** A form that somebody whose tenant is suspended may send as well: a way out. */
    public Route postOfAnybody(String template, FormHandler handler) {
        return pages.route("POST", template, call -> post(call, handler));
    }

    private Answer post(Call call, FormHandler handler) {
        Optional<Visit> visit = find(call);
        if (visit.isEmpty()) {
            return pages.goTo(signIn(Notice.SESSION_ENDED));
        }
        Map<String, String> fields = call.form();
        forms.check(call, fields, cookie.read(call).orElseThrow());
        return handler.handle(visit.get(), new Form(fields));
    }

    /** The sign-in, saying what was done. */
    public static String signIn(Notice notice) {
        return SIGN_IN + "?notice=" + notice.word();
    }

    /**
     * The call with its session, also of somebody whose tenant is suspended; empty for a browser
     * that is signed out.
     *
     * @throws ApiError {@code RATE_LIMIT_EXCEEDED} beyond what the tenant may ask for in a minute
     */
    public Optional<Visit> find(Call call) {
        return cookie.read(call)
                .flatMap(token -> sessions.find(token).map(session -> visit(call, token, session)));
    }

    private Visit visit(Call call, SecretToken token, Session session) {
        limits.requireCall(session.user().tenant(), session.mode());
        return new Visit(
                session,
                tenants.find(session.user().tenant()).map(Tenant::name).orElseThrow(),
                projects.list(session.user().tenant()),
                forms.tokenFor(token),
                call);
    }
}
