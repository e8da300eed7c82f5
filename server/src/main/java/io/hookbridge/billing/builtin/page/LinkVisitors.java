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
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Problem;
import io.hookbridge.http.page.Redirect;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.http.page.Visitors;
import io.hookbridge.http.page.Visits;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.Tenants;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Those who came by one entrance: opens its links, and finds the sessions of opened ones. */
final class LinkVisitors implements Visitors<BillingVisit> {

    private static final String ADVICE =
            "Go back to the application you came from and open its billing page again: it makes a new link"
                    + " each time.";

    private static final Admission.OfVisitors BILLING = Admission.to(Permission.BILLING);

    private final Entrance entrance;
    private final Landing landing;
    private final PageAccess access;
    private final Tenants tenants;
    private final Pages pages;
    private final SessionCookie cookie;
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
                .map(session ->
                        new BillingVisit(
                                session,
                                new Visitor(whose(session), landing, session.wayBack(), formToken),
                                pages.notice(call),
                                call));
    }

    private String whose(PageSession session) {
        String name = tenants.find(session.tenant()).map(Tenant::name).orElseThrow();
        return switch (session.customer().mode()) {
            case LIVE -> name;
            case TEST -> name + ", test environment";
        };
    }

    /** Opens a link and goes where it was made for. */
    private Answer open(Call call) {
        Optional<PageAccess.Opened> opened =
                SecretToken.parse(call.path("token"))
                        .flatMap(link -> access.open(entrance, link, call.requestId()));
        return opened.<Answer>map(visit ->
                        pages.goTo(landing(visit))
                                .cookie(cookie.keep(visit.cookie(), PageAccess.SESSION_LIFE)))
                .orElseGet(() -> deadLink(call));
    }

    private Redirect landing(PageAccess.Opened visit) {
        return switch (entrance.kind()) {
            case PORTAL -> landing.of(visit.flow());
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

    private Answer deadLink(Call call) {
        return pages.problem(
                410,
                new Problem(
                        "This link no longer works",
                        "A billing link opens once, within "
                                + PageAccess.LINK_LIFE.toMinutes()
                                + " minutes. This one was opened before, is too old, or is not complete.",
                        ADVICE,
                        find(call).isEmpty()
                                ? null
                                : new Problem.Link(
                                        frontPage(), "Go on with the billing page you have open"),
                        null));
    }

    private String frontPage() {
        return switch (entrance.kind()) {
            case PORTAL -> landing.portal();
            case CHECKOUT -> landing.order();
        };
    }

    @Override
    public Answer withoutSession(Call call) {
        return cookie.read(call).isPresent()
                ? pages.problem(
                        410,
                        new Problem(
                                "Your billing page has been closed",
                                "For your safety it stays open for "
                                        + PageAccess.SESSION_LIFE.toMinutes()
                                        + " minutes. Nothing was changed by this last step.",
                                ADVICE,
                                null,
                                null))
                : pages.problem(
                                401,
                                new Problem(
                                        "Open billing from your application",
                                        "This page shows the billing of one customer. It can be seen only"
                                                + " through a link that the application makes for you.",
                                        ADVICE,
                                        null,
                                        null))
                        .header("WWW-Authenticate", "PortalLink");
    }

    @Override
    public Answer notPermitted(BillingVisit visit, Permission needed) {
        return pages.problem(
                403,
                new Problem(
                        "This link is for billing",
                        "It opens nothing else. Nothing was changed.",
                        ADVICE,
                        null,
                        null));
    }
}
