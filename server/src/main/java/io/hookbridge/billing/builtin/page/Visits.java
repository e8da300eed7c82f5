package io.hookbridge.billing.builtin.page;

import io.hookbridge.access.Actor;
import io.hookbridge.base.SecretToken;
import io.hookbridge.billing.builtin.Entrance;
import io.hookbridge.billing.builtin.Initiator;
import io.hookbridge.billing.builtin.PageAccess;
import io.hookbridge.billing.builtin.PageSession;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Problem;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.tenant.Tenant;
import io.hookbridge.tenant.Tenants;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Finds the session behind a page of one entrance, and guards its forms. */
final class Visits {

    private static final String ADVICE =
            "Go back to the application you came from and open its billing page again: it makes a new link"
                    + " each time.";

    private final Entrance entrance;
    private final PageAccess access;
    private final Tenants tenants;
    private final Pages pages;
    private final FormGuard forms;
    private final SessionCookie cookie;

    Visits(Entrance entrance, PageAccess access, Tenants tenants, Pages pages, URI publicUrl) {
        this.entrance = entrance;
        this.access = access;
        this.tenants = tenants;
        this.pages = pages;
        this.forms = new FormGuard(publicUrl);
        // One for each entrance, so that a checkout leaves an open portal alone.
        String name =
                switch (entrance) {
                    case PORTAL -> "hookbridge_billing";
                    case CHECKOUT -> "hookbridge_checkout";
                };
        this.cookie = SessionCookie.of(name, "/billing", publicUrl);
    }

    /** A page that a browser with a session asked for. */
    record Visit(PageSession session, Visitor visitor, Call call) {

        Customer customer() {
            return session.customer();
        }

        Initiator initiator() {
            return new Initiator(
                    new Actor(Actor.Kind.PORTAL_PAGE, session.auditName()), call.requestId());
        }

        /** What the step before did, in a sentence, or null. */
        @Nullable String notice() {
            return call.query("notice").flatMap(Notice::of).map(Notice::sentence).orElse(null);
        }
    }

    /** Answers a call that has a session. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Visit visit);
    }

    /** Answers a form that a page of the same session sent. */
    @FunctionalInterface
    interface FormHandler {
        Answer handle(Visit visit, Map<String, String> form);
    }

    Route get(String template, Handler handler) {
        return pages.route(
                "GET",
                template,
                call -> find(call).map(handler::handle).orElseGet(() -> withoutSession(call)));
    }

    Route post(String template, FormHandler handler) {
        return pages.route("POST", template, call -> post(call, handler));
    }

    private Answer post(Call call, FormHandler handler) {
        Optional<Visit> visit = find(call);
        if (visit.isEmpty()) {
            return withoutSession(call);
        }
        Map<String, String> form = call.form();
        forms.check(call, form, cookie.read(call).orElseThrow());
        return handler.handle(visit.get(), form);
    }

    Optional<Visit> find(Call call) {
        return cookie.read(call)
                .flatMap(token ->
                        access.session(entrance, token)
                                .map(session -> visit(call, token, session)));
    }

    private Visit visit(Call call, SecretToken token, PageSession session) {
        String name = tenants.find(session.tenant()).map(Tenant::name).orElseThrow();
        String whose =
                switch (session.customer().mode()) {
                    case LIVE -> name;
                    case TEST -> name + ", test environment";
                };
        return new Visit(
                session, new Visitor(whose, session.wayBack(), forms.tokenFor(token)), call);
    }

    /** Opens a link and goes where it was made for. */
    Answer open(Call call) {
        Optional<PageAccess.Opened> opened =
                SecretToken.parse(call.path("token"))
                        .flatMap(link -> access.open(entrance, link, call.requestId()));
        return opened.<Answer>map(visit ->
                        pages.goTo(landing(visit))
                                .cookie(cookie.keep(visit.cookie(), PageAccess.SESSION_LIFE)))
                .orElseGet(() -> deadLink(call));
    }

    private String landing(PageAccess.Opened visit) {
        return switch (entrance) {
            case PORTAL -> Landing.of(visit.flow());
            case CHECKOUT -> Landing.ORDER;
        };
    }

    /**
     * Asking about a link, as previews in chats do, neither opens it nor tells whether it would
     * open.
     */
    Answer peek(Call call) {
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
        return switch (entrance) {
            case PORTAL -> Landing.PORTAL;
            case CHECKOUT -> Landing.ORDER;
        };
    }

    private Answer withoutSession(Call call) {
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
}
