package io.hookbridge.console.start;

import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Visits;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import java.net.URI;
import java.util.List;

/** {@code /start}, the first page after the sign-in. */
public final class StartPages {

    private final Pages pages;
    private final Visits visits;
    private final URI publicUrl;

    /**
     * @param publicUrl how programs reach this server
     */
    public StartPages(Pages pages, Visits visits, URI publicUrl) {
        this.pages = pages;
        this.visits = visits;
        this.publicUrl = publicUrl;
    }

    public List<Route> routes() {
        return List.of(
                visits.get(
                        Section.START.path(),
                        visit ->
                                pages.show(
                                        200,
                                        "console/start.jte",
                                        new StartPage(visit.shell(Section.START), publicUrl))));
    }
}
