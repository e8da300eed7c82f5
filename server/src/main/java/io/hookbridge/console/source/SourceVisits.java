package io.hookbridge.console.source;

import io.hookbridge.access.Permission;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundEndpoints;

import java.util.function.Function;
import java.util.function.Predicate;

/** The pages that are about the source in their path. One that is gone leads to the list. */
public final class SourceVisits {

    private final InboundEndpoints endpoints;
    private final Predicate<InboundEndpoint> kind;
    private final Section section;
    private final Pages pages;
    private final ConsoleVisits visits;

    /**
     * @param kind of sources; others are not found
     * @param section whose front page is the list
     */
    public SourceVisits(
            InboundEndpoints endpoints,
            Predicate<InboundEndpoint> kind,
            Section section,
            Pages pages,
            ConsoleVisits visits) {
        this.endpoints = endpoints;
        this.kind = kind;
        this.section = section;
        this.pages = pages;
        this.visits = visits;
    }

    /**
     * A call that is about a source.
     *
     * @param path where its own page is
     */
    public record SourceVisit(
            ConsoleVisit visit, Place place, InboundEndpoint source, String path) {

        public Phrases phrases() {
            return visit.phrases();
        }

        /** Whether the person may change the source and see its whole address. */
        public boolean mayManage() {
            return visit.permissions().contains(Permission.MANAGE);
        }
    }

    /** Answers a call that is about a source. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(SourceVisit visit);
    }

    /** Answers a form that is about a source. */
    @FunctionalInterface
    public interface FormHandler {
        Answer handle(SourceVisit visit, Form form);
    }

    /**
     * @param rest of the path, behind that of the source; empty for its own page
     */
    public Route get(String rest, Permission needed, Handler handler) {
        return visits.getIn(
                template(rest), needed, (visit, place) -> about(visit, place, handler::handle));
    }

    /** See {@link #get}. */
    public Route post(String rest, Permission needed, FormHandler handler) {
        return visits.postIn(
                template(rest),
                needed,
                (visit, place, form) ->
                        about(visit, place, source -> handler.handle(source, form)));
    }

    private String template(String rest) {
        return section.path() + "/{id}" + rest;
    }

    private Answer about(ConsoleVisit visit, Place place, Function<SourceVisit, Answer> handler) {
        return InboundEndpointId.parse(visit.call().path("id"))
                .flatMap(id -> endpoints.find(place.environment().id(), id))
                .filter(kind)
                .map(source ->
                        handler.apply(
                                new SourceVisit(
                                        visit,
                                        place,
                                        source,
                                        place.path(section.path() + "/" + source.id()))))
                .orElseGet(() ->
                        pages.goTo(
                                ConsoleNotice.SOURCE_GONE
                                        .in(visit.phrases())
                                        .on(place.path(section.path()))));
    }
}
