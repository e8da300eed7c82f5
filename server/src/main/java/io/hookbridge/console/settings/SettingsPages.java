package io.hookbridge.console.settings;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.base.WholeNumber;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.retry.RetryForm;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.MistakeException;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** {@code …/settings}: what holds for a project. */
public final class SettingsPages {

    private static final String PATH = Section.SETTINGS.path();

    private final SettingsDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    public SettingsPages(SettingsDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(
                        PATH,
                        Permission.READ,
                        (visit, place) -> show(visit, place, 200, Typed.of(place.project()))),
                visits.postIn(PATH + "/rate", Permission.MANAGE, this::setRate),
                visits.postIn(PATH + "/retries", Permission.MANAGE, this::setRetries));
    }

    /** What the forms hold, and why one of them did not work. */
    private record Typed(
            String rate,
            @Nullable String rateAlert,
            RetryForm retries,
            @Nullable String retriesAlert) {

        static Typed of(Project project) {
            return new Typed(
                    Integer.toString(project.rateLimitDefault()),
                    null,
                    RetryForm.of(project.retries()),
                    null);
        }

        Typed rate(String typed, String alert) {
            return new Typed(typed, alert, retries, null);
        }

        Typed retries(RetryForm typed, String alert) {
            return new Typed(rate, null, typed, alert);
        }
    }

    private Answer show(ConsoleVisit visit, Place place, int status, Typed typed) {
        RetryPolicy installation = desk.projects().installation();
        Phrases phrases = visit.phrases();
        return pages.show(
                status,
                "console/settings.jte",
                new SettingsPage(
                        visit.shell(Section.SETTINGS, place),
                        place.project(),
                        place.path(PATH),
                        visit.permissions().contains(Permission.MANAGE),
                        desk.plans().apply(visit.tenant(), place.mode()),
                        desk.historyDays(),
                        typed.rate(),
                        typed.rateAlert(),
                        typed.retries(),
                        phrases.say("settings.retries.inherited", installation.inWords(phrases)),
                        place.project().retries().over(installation).inWords(phrases),
                        typed.retriesAlert()),
                phrases.language());
    }

    private Answer setRate(ConsoleVisit visit, Place place, Form form) {
        String typed = form.text("rate");
        Optional<Integer> rate =
                WholeNumber.parse(typed, 1, decisive(visit).limits().sendsPerMinute());
        if (rate.isEmpty()) {
            return refuseRate(visit, place, typed);
        }
        try {
            return update(visit, place, rate.get(), null);
        } catch (ApiError refused) {
            if (refused.code() != ErrorCode.FORBIDDEN) {
                throw refused;
            }
            return refuseRate(visit, place, typed);
        }
    }

    private Answer refuseRate(ConsoleVisit visit, Place place, String typed) {
        Plan plan = decisive(visit);
        String alert =
                visit.phrases()
                        .say(
                                "settings.rate.wrong",
                                plan.limits().sendsPerMinute(),
                                title(plan, place, visit.phrases()));
        return show(visit, place, 422, Typed.of(place.project()).rate(typed, alert));
    }

    /** The plan that decides about what live and test have in common, wherever it is changed. */
    private Plan decisive(ConsoleVisit visit) {
        return desk.plans().apply(visit.tenant(), Mode.LIVE);
    }

    /** In test it may be another one than the page is about. */
    private static String title(Plan plan, Place place, Phrases phrases) {
        return place.live() ? plan.title() : phrases.say("settings.plan_of_live", plan.title());
    }

    private Answer setRetries(ConsoleVisit visit, Place place, Form form) {
        RetryForm typed = RetryForm.of(form);
        Typed before = Typed.of(place.project());
        RetryChoice choice;
        try {
            choice = typed.choice(visit.phrases());
        } catch (MistakeException mistake) {
            return show(visit, place, 422, before.retries(typed, mistake.sentence()));
        }
        try {
            return update(visit, place, null, choice);
        } catch (ApiError refused) {
            if (refused.code() != ErrorCode.FORBIDDEN) {
                throw refused;
            }
            return show(visit, place, 422, before.retries(typed, refusal(visit, place, choice)));
        }
    }

    /** Why the plan does not allow these retries. */
    private String refusal(ConsoleVisit visit, Place place, RetryChoice choice) {
        Plan plan = decisive(visit);
        String title = title(plan, place, visit.phrases());
        int most = plan.limits().maxRetries();
        return choice.over(desk.projects().installation()).retries() > most
                ? visit.phrases().say("settings.retries.too_many", title, most + 1)
                : visit.phrases()
                        .say("settings.retries.too_long", title, plan.limits().retentionDays());
    }

    private Answer update(
            ConsoleVisit visit,
            Place place,
            @Nullable Integer rate,
            @Nullable RetryChoice retries) {
        ConsoleNotice notice =
                desk.projects()
                        .update(
                                visit.tenant(),
                                place.project().id(),
                                null,
                                rate,
                                retries,
                                visit.actor(),
                                visit.call().requestId())
                        .map(_ -> ConsoleNotice.SETTINGS_CHANGED)
                        .orElse(ConsoleNotice.PROJECT_GONE);
        return pages.goTo(notice.in(visit.phrases()).on(place.path(PATH)));
    }
}
