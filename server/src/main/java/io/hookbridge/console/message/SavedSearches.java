package io.hookbridge.console.message;

import io.hookbridge.access.Permission;
import io.hookbridge.base.MessageId;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;

import java.util.List;

/** {@code …/messages/saved}: searches that a person has given a name, for that person alone. */
final class SavedSearches {

    private static final String PATH = MessagePages.PATH + "/saved";
    private static final int LONGEST_QUERY = 500;

    private final SavedSearchStore store;
    private final Pages pages;
    private final ConsoleVisits visits;

    SavedSearches(SavedSearchStore store, Pages pages, ConsoleVisits visits) {
        this.store = store;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.postIn(PATH, Permission.READ, this::save),
                visits.postIn(PATH + "/{id}/forget", Permission.READ, this::forget));
    }

    /** Those of the person who visits. */
    List<MessagesPage.Saved> of(ConsoleVisit visit, Place place, String text) {
        String messages = place.path(MessagePages.PATH);
        return store.list(visit.user(), place.environment().id()).stream()
                .map(saved ->
                        new MessagesPage.Saved(
                                saved.name(),
                                MessagePages.search(messages, saved.query()),
                                place.path(PATH) + "/" + saved.id() + "/forget",
                                saved.query().equals(text)))
                .toList();
    }

    private Answer save(ConsoleVisit visit, Place place, Form form) {
        String query = form.text("q");
        String name = form.text("name");
        String list = MessagePages.search(place.path(MessagePages.PATH), query);
        if (query.isEmpty()
                || query.length() > LONGEST_QUERY
                || name.isEmpty()
                || name.length() > SavedSearchStore.LONGEST_NAME) {
            return pages.goTo(ConsoleNotice.SEARCH_WITHOUT_NAME.in(visit.phrases()).on(list));
        }
        return pages.goTo(
                (store.save(visit.user(), place.environment().id(), name, query)
                                ? ConsoleNotice.SEARCH_SAVED
                                : ConsoleNotice.SEARCHES_FULL)
                        .in(visit.phrases())
                        .on(list));
    }

    private Answer forget(ConsoleVisit visit, Place place, Form form) {
        // They have ids of the same form as messages.
        MessageId.parse(visit.call().path("id"))
                .ifPresent(id -> store.forget(visit.user(), id.value()));
        return pages.goTo(MessagePages.search(place.path(MessagePages.PATH), form.text("q")));
    }
}
