package io.hookbridge.console.endpoint;

import io.hookbridge.access.Permission;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.MistakeException;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.endpoint.Endpoints;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** {@code …/endpoints/new} and {@code …/endpoints/{id}/edit}: the forms of an endpoint. */
final class EndpointFormPages {

    private static final String NEW = EndpointPages.PATH + "/new";
    private static final String EDIT = EndpointPages.PATH + "/{id}/edit";

    private final EndpointDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    EndpointFormPages(EndpointDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.getIn(NEW, Permission.MANAGE, this::begin),
                visits.postIn(NEW, Permission.MANAGE, this::create),
                visits.getIn(
                        EDIT,
                        Permission.MANAGE,
                        EndpointPages.known(
                                desk,
                                pages,
                                (visit, place, endpoint) ->
                                        showEdit(
                                                visit,
                                                place,
                                                endpoint,
                                                EndpointForm.of(endpoint),
                                                null))),
                visits.postIn(EDIT, Permission.MANAGE, this::update));
    }

    private Answer begin(ConsoleVisit visit, Place place) {
        return showNew(visit, place, EndpointForm.NEW, null);
    }

    private Answer showNew(
            ConsoleVisit visit, Place place, EndpointForm form, @Nullable String alert) {
        return pages.show(
                alert == null ? 200 : 422,
                "console/endpoint-form.jte",
                new EndpointFormPage(
                        visit.shell(Section.ENDPOINTS, place, NEW),
                        visit.phrases().say("endpoint.new"),
                        place.path(NEW),
                        place.path(EndpointPages.PATH),
                        visit.phrases().say("endpoint.form.create"),
                        alert,
                        form,
                        desk.endpoints()
                                .inherited(place.environment().id())
                                .inWords(visit.phrases())),
                visit.phrases().language());
    }

    private Answer showEdit(
            ConsoleVisit visit,
            Place place,
            Endpoint endpoint,
            EndpointForm form,
            @Nullable String alert) {
        String path = EndpointPages.pathOf(place, endpoint.id());
        return pages.show(
                alert == null ? 200 : 422,
                "console/endpoint-form.jte",
                new EndpointFormPage(
                        visit.shell(Section.ENDPOINTS, place),
                        visit.phrases().say("endpoint.form.change", EndpointList.name(endpoint)),
                        path + "/edit",
                        path,
                        visit.phrases().say("endpoint.form.save"),
                        alert,
                        form,
                        endpoint.inherited().inWords(visit.phrases())),
                visit.phrases().language());
    }

    private Answer create(ConsoleVisit visit, Place place, Form sent) {
        EndpointForm form = EndpointForm.of(sent);
        try {
            Endpoints.Created created =
                    desk.endpoints()
                            .create(
                                    form.fields(visit.phrases()),
                                    visit.caller(place),
                                    visit.call().requestId());
            return secret(
                    visit,
                    place,
                    created.endpoint(),
                    visit.phrases().say("endpoint.secret.created"),
                    created.key().secret().forReceiver());
        } catch (MistakeException mistake) {
            return showNew(visit, place, form, mistake.sentence());
        } catch (ApiError refusal) {
            return showNew(visit, place, form, alert(refusal, visit.phrases()));
        }
    }

    private Answer update(ConsoleVisit visit, Place place, Form sent) {
        Endpoint endpoint = EndpointPages.named(desk, visit.call(), place).orElse(null);
        if (endpoint == null) {
            return EndpointPages.gone(pages, visit, place);
        }
        EndpointForm form = EndpointForm.of(sent);
        try {
            Endpoints.Changed changed =
                    desk.endpoints()
                            .update(
                                    endpoint.id(),
                                    form.fields(visit.phrases()),
                                    visit.caller(place),
                                    visit.call().requestId());
            return changed.newKey()
                    .map(key ->
                            secret(
                                    visit,
                                    place,
                                    changed.endpoint(),
                                    visit.phrases().say("endpoint.secret.changed"),
                                    key.secret().forReceiver()))
                    .orElseGet(() ->
                            pages.goTo(
                                    ConsoleNotice.ENDPOINT_CHANGED
                                            .in(visit.phrases())
                                            .on(EndpointPages.pathOf(place, endpoint.id()))));
        } catch (MistakeException mistake) {
            return showEdit(visit, place, endpoint, form, mistake.sentence());
        } catch (ApiError refusal) {
            return showEdit(visit, place, endpoint, form, alert(refusal, visit.phrases()));
        }
    }

    /**
     * What the caller can mend.
     *
     * @throws ApiError itself if it is none of that
     */
    private static String alert(ApiError refusal, Phrases phrases) {
        return switch (refusal.code().category()) {
            case CALLER, CONFLICT, LIMIT -> SayFailure.refusal(refusal, phrases);
            case OURS -> throw refusal;
        };
    }

    private Answer.Raw secret(
            ConsoleVisit visit, Place place, Endpoint endpoint, String heading, String secret) {
        return pages.show(
                201,
                "console/endpoint-secret.jte",
                new SecretPage(
                        visit.shell(Section.ENDPOINTS, place),
                        heading,
                        endpoint.url(),
                        secret,
                        null,
                        EndpointPages.pathOf(place, endpoint.id())),
                visit.phrases().language());
    }
}
