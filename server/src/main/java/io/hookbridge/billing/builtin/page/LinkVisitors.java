package io.hookbridge.billing.builtin.page;

import io.hookbridge.access.Permission;
import io.hookbridge.base.SecretToken;
import io.hookbridge.billing.builtin.Entrance;
import io.hookbridge.billing.builtin.PageAccess;
import io.hookbridge.billing.builtin.PageSession;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.LanguageCookie;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Problem;
import io.hookbridge.http.page.Redirect;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.http.page.Visitors;
import io.hookbridge.http.page.Visits;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.Tenants;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Those who came by one entrance: opens its links, and finds the sessions of opened ones. */
final class LinkVisitors implements Visitors<BillingVisit> {

    private static final Admission.OfVisitors BILLING = Admission.to(Permission.BILLING);

    private final Entrance entrance;
    private final Landing landing;
    private final PageAccess access;
    private final Tenants tenants;
    private final Pages pages;
    private final SessionCookie cookie;
    private final LanguageCookie language;
    private final Visits<BillingVisit> visits;

    LinkVisitors(
            Entrance entrance, PageAccess access, Tenants tenants, Pages pages, URI publicUrl) {
        this.entrance = entrance;
        this.landing = new Landing(entrance.mode());
        this.access = access;
        this.tenants = tenants;
        this.pages = pages;
        // One for each entrance, so that a checkout leaves an open portal alone, and test live.
        String name =
                switch (entrance.kind()) {
                    case PORTAL -> "hookbridge_billing";
                    case CHECKOUT -> "hookbridge_checkout";
                };
        this.cookie = SessionCookie.of(name, Entrance.home(entrance.mode()), publicUrl);
        this.language = new LanguageCookie(Entrance.home(entrance.mode()), publicUrl);
        this.visits = new Visits<>(pages, cookie, new FormGuard(publicUrl), this);
    }

    Route get(String template, Visits.Handler<BillingVisit> handler) {
        return visits.get(template, BILLING, handler);
    }

    Route post(String template, Visits.FormHandler<BillingVisit> handler) {
        return visits.post(template, BILLING, handler);
    }

    /** Where the links lead, for their secret. */
    Stream<Route> links() {
        String template = entrance.path() + "/{token}";
        return Stream.of(
                pages.open("GET", template, this::open), pages.open("HEAD", template, this::peek));
    }

    /** The call with its session; empty for a browser that has none of this entrance. */
    Optional<BillingVisit> find(Call call) {
        return visits.find(call);
    }

    @Override
    public Optional<BillingVisit> find(SecretToken token, String formToken, Call call) {
        return access.session(entrance, token)
                .map(session -> {
                    Phrases phrases = Phrases.in(Language.of(call));
                    return new BillingVisit(
                            session,
                            new Visitor(
                                    whose(session, phrases),
                                    landing,
                                    session.wayBack(),
                                    formToken,
                                    phrases),
                            pages.notice(call),
                            call);
                });
    }

    private String whose(PageSession session, Phrases phrases) {
        String name = tenants.find(session.tenant()).map(Tenant::name).orElseThrow();
        return switch (session.customer().mode()) {
            case LIVE -> name;
            case TEST -> phrases.say("billing.tenant.test", name);
        };
    }

    /** Opens a link and goes where it was made for, in the language it was made for. */
    private Answer open(Call call) {
        Optional<Language> wanted = call.query(Entrance.LOCALE).flatMap(Language::of);
        Phrases phrases = Phrases.in(wanted.orElseGet(() -> Language.accepted(call)));
        Optional<PageAccess.Opened> opened =
                SecretToken.parse(call.path("token"))
                        .flatMap(link -> access.open(entrance, link, call.requestId()));
        return opened.<Answer>map(visit ->
                        pages.goTo(landing(visit, phrases))
                                .cookie(cookie.keep(visit.cookie(), PageAccess.SESSION_LIFE))
                                .cookie(language.keep(wanted, PageAccess.SESSION_LIFE)))
                .orElseGet(() ->
                        deadLink(call, Phrases.in(wanted.orElseGet(() -> Language.of(call)))));
    }

    private Redirect landing(PageAccess.Opened visit, Phrases phrases) {
        return switch (entrance.kind()) {
            case PORTAL -> landing.of(visit.flow(), phrases);
            case CHECKOUT -> Redirect.to(landing.order());
        };
    }

    /**
     * Asking about a link, as previews in chats do, neither opens it nor tells whether it would
     * open.
     */
    private Answer peek(Call call) {
        return new Answer.Raw(204, null, new byte[0], Map.of("Cache-Control", "no-store"));
    }

    private Answer deadLink(Call call, Phrases phrases) {
        return problem(
                410,
                "billing.link.dead",
                phrases.say("billing.link.dead.explanation", PageAccess.LINK_LIFE.toMinutes()),
                find(call).isEmpty()
                        ? null
                        : new Problem.Link(frontPage(), phrases.say("billing.link.dead.open")),
                phrases);
    }

    /**
     * @param key of the phrase that says what is the matter
     * @param link the way out, or null
     */
    private Answer.Raw problem(
            int status,
            String key,
            String explanation,
            Problem.@Nullable Link link,
            Phrases phrases) {
        return pages.problem(
                status,
                new Problem(
                        phrases.say(key),
                        explanation,
                        phrases.say("billing.link.advice"),
                        link,
                        null),
                phrases.language());
    }

    private String frontPage() {
        return switch (entrance.kind()) {
            case PORTAL -> landing.portal();
            case CHECKOUT -> landing.order();
        };
    }

    @Override
    public Answer withoutSession(Call call) {
        Phrases phrases = Phrases.in(Language.of(call));
        return cookie.read(call).isPresent()
                ? problem(
                        410,
                        "billing.link.closed",
                        phrases.say(
                                "billing.link.closed.explanation",
                                PageAccess.SESSION_LIFE.toMinutes()),
                        null,
                        phrases)
                : problem(
                                401,
                                "billing.link.needed",
                                phrases.say("billing.link.needed.explanation"),
                                null,
                                phrases)
                        .header("WWW-Authenticate", "PortalLink");
    }

    @Override
    public Answer notPermitted(BillingVisit visit, Permission needed) {
        Phrases phrases = visit.phrases();
        return problem(
                403,
                "billing.link.not_permitted",
                phrases.say("billing.link.not_permitted.explanation"),
                null,
                phrases);
    }
}
