package io.hookbridge.console.start;

import io.hookbridge.access.Permission;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import java.net.URI;
import java.util.List;

/** {@code …/start}, the first page after the sign-in. */
public final class StartPages {

    private final Pages pages;
    private final ConsoleVisits visits;
    private final URI publicUrl;

    /**
     * @param publicUrl how programs reach this server
     */
    public StartPages(Pages pages, ConsoleVisits visits, URI publicUrl) {
        this.pages = pages;
        this.visits = visits;
        this.publicUrl = publicUrl;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(
                        Section.START.path(),
                        Permission.READ,
                        (visit, place) ->
                                pages.show(
                                        200,
                                        "console/start.jte",
                                        new StartPage(
                                                visit.shell(Section.START, place),
                                                place.path(Section.API_KEYS.path()),
                                                publicUrl),
                                        visit.phrases().language())));
    }
}
