package io.hookbridge.console.find;

import io.hookbridge.access.Permission;
import io.hookbridge.base.RequestId;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;

import java.util.List;

/** {@code /console/find}: leads to what one has the id of, or lists what a word may mean. */
public final class FindPages {

    static final int LONGEST = 200;

    private final FindThings things;
    private final Pages pages;
    private final ConsoleVisits visits;

    public FindPages(FindThings things, Pages pages, ConsoleVisits visits) {
        this.things = things;
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        return List.of(visits.get("/console/find", Admission.to(Permission.READ), this::find));
    }

    private Answer find(ConsoleVisit visit) {
        String asked = Form.cleaned(visit.call().query("q").orElse(""));
        String cut = asked.substring(0, Math.min(LONGEST, asked.length()));
        List<FindPage.Found> found = cut.isEmpty() ? List.of() : things.find(visit, cut);
        return found.size() == 1
                ? pages.goTo(found.getFirst().path())
                : pages.show(
                        200,
                        "console/find.jte",
                        new FindPage(visit.shell(null), cut, found, hint(cut, visit.phrases())),
                        visit.phrases().language());
    }

    private static String hint(String asked, Phrases phrases) {
        if (asked.isEmpty()) {
            return phrases.say("find.hint");
        }
        return RequestId.parse(asked).isPresent()
                ? phrases.say("find.hint.request")
                : phrases.say("find.hint.none");
    }
}
