package io.hookbridge.console;

import io.hookbridge.base.Mode;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.ReturnTo;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.SignInForm;
import io.hookbridge.console.frame.SignInPage;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The addresses that name no project and lead to the one where the person was last: {@code /},
 * {@code /console}, and {@code /billing/{mode}} for those who come back from a portal or a
 * checkout.
 */
final class EntrancePages {

    private final Pages pages;
    private final ConsoleVisits visits;
    private final SignInForm signInForm;
    private final BiFunction<Mode, Call, Optional<Answer>> portalVisitors;

    /**
     * @param portalVisitors answers {@code /billing/{mode}} for a browser that is signed out but
     *     comes back from the billing provider's own pages
     */
    EntrancePages(
            Pages pages,
            ConsoleVisits visits,
            SignInForm signInForm,
            BiFunction<Mode, Call, Optional<Answer>> portalVisitors) {
        this.pages = pages;
        this.visits = visits;
        this.signInForm = signInForm;
        this.portalVisitors = portalVisitors;
    }

    List<Route> routes() {
        return List.of(
                pages.open("GET", "/", _ -> pages.goTo(ReturnTo.HOME)),
                visits.get(ReturnTo.HOME, Admission.VISITORS, this::start),
                pages.open("GET", ReturnTo.BILLING + "/{mode}", this::billing));
    }

    private Answer start(ConsoleVisit visit) {
        return pages.goTo(
                visit.lastPlace()
                        .map(place -> place.path(Section.HOME.path()))
                        .orElseGet(() -> Section.HOME.path(null)));
    }

    private Answer billing(Call call) {
        Mode mode =
                Mode.of(call.path("mode"))
                        .orElseThrow(() -> ApiError.notFound("there is no such page"));
        return visits.find(call)
                .<Answer>map(visit -> pages.goTo(billing(call, mode, visit.lastPlace())))
                .or(() -> portalVisitors.apply(mode, call))
                .orElseGet(() ->
                        signInForm.show(
                                200,
                                call,
                                SignInPage.leadingTo(call.target())
                                        .leading(
                                                Phrases.in(Language.ofConsole(call))
                                                        .say("entrance.from_portal"))
                                        .saying(pages.notice(call))));
    }

    /** Billing is the tenant's: any of its projects will do, but not any mode. */
    private static String billing(Call call, Mode mode, Optional<Place> last) {
        return last.map(place -> place.in(mode).path(Section.BILLING.path()) + cameFrom(call))
                .orElseGet(() -> Section.BILLING.path(null));
    }

    /** What the billing page takes as a hint, of what the address says. */
    private static String cameFrom(Call call) {
        return call.query("checkout")
                .filter(Set.of("done", "canceled")::contains)
                .map(word -> "?checkout=" + word)
                .or(() -> call.query("portal").map(_ -> "?portal=left"))
                .orElse("");
    }
}
