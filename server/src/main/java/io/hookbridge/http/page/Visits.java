package io.hookbridge.http.page;

import io.hookbridge.base.SecretToken;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;

import java.util.Map;
import java.util.Optional;

/**
 * The pages of one kind of session: finds who visits, checks that a form comes from a page of the
 * same session, and lets through whom the page admits.
 */
public final class Visits<V extends Visit> {

    private final Pages pages;
    private final SessionCookie cookie;
    private final FormGuard forms;
    private final Visitors<V> visitors;

    /**
     * @param cookie what holds the session
     */
    public Visits(Pages pages, SessionCookie cookie, FormGuard forms, Visitors<V> visitors) {
        this.pages = pages;
        this.cookie = cookie;
        this.forms = forms;
        this.visitors = visitors;
    }

    /** Answers a visitor whom the page admits. */
    @FunctionalInterface
    public interface Handler<V> {
        Answer handle(V visit);
    }

    /** Answers a form of such a visitor, which a page of the same session sent. */
    @FunctionalInterface
    public interface FormHandler<V> {
        Answer handle(V visit, Form form);
    }

    public Route get(String template, Admission.OfVisitors admits, Handler<V> handler) {
        return route(
                "GET",
                template,
                admits,
                visit -> refusal(visit, admits).orElseGet(() -> handler.handle(visit)));
    }

    public Route post(String template, Admission.OfVisitors admits, FormHandler<V> handler) {
        return route(
                "POST",
                template,
                admits,
                visit -> {
                    Map<String, String> fields = visit.call().form();
                    SecretToken session = cookie.read(visit.call()).orElseThrow();
                    if (forms.isFromOwnPage(visit.call()) && !forms.carriesToken(fields, session)) {
                        return visitors.ofAnotherSession(visit);
                    }
                    forms.check(visit.call(), fields, session);
                    Form form = new Form(fields);
                    return refusal(visit, admits).orElseGet(() -> handler.handle(visit, form));
                });
    }

    private Route route(
            String method, String template, Admission.OfVisitors admits, Handler<V> handler) {
        return pages.route(
                method,
                template,
                admits,
                call ->
                        find(call)
                                .map(handler::handle)
                                .orElseGet(() -> visitors.withoutSession(call)));
    }

    private Optional<Answer> refusal(V visit, Admission.OfVisitors admits) {
        return switch (admits) {
            case Admission.Visitors(boolean keptOutToo) ->
                    keptOutToo ? Optional.empty() : keptOut(visit);
            case Admission.Owners _ ->
                    keptOut(visit)
                            .or(() ->
                                    visit.isOwner()
                                            ? Optional.empty()
                                            : Optional.of(visitors.notOwner(visit)));
            case Admission.Operators _ -> {
                if (!visit.isOperator()) {
                    throw ApiError.notFound("there is no such page");
                }
                yield keptOut(visit);
            }
            case Admission.Permitted(var permission) ->
                    keptOut(visit)
                            .or(() ->
                                    visit.permissions().contains(permission)
                                            ? Optional.empty()
                                            : Optional.of(
                                                    visitors.notPermitted(visit, permission)));
        };
    }

    private Optional<Answer> keptOut(V visit) {
        return visit.keptOut()
                .map(problem -> pages.problem(403, problem, visit.phrases().language()));
    }

    /** The visit that a call is; empty for a browser without a session. */
    public Optional<V> find(Call call) {
        return cookie.read(call)
                .flatMap(token -> visitors.find(token, forms.tokenFor(token), call));
    }
}
