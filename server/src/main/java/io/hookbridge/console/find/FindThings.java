package io.hookbridge.console.find;

import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Mode;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.insight.overview.LookupStore;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.project.Project;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what the tenant of a visit has, in all its projects, live and test. */
public final class FindThings {

    private static final int MOST_ENDPOINTS = 20;

    private final LookupStore lookup;
    private final ApiKeys keys;

    public FindThings(LookupStore lookup, ApiKeys keys) {
        this.lookup = lookup;
        this.keys = keys;
    }

    /**
     * Only the thing itself for an id, else whatever has these words in its name.
     *
     * @param asked not empty
     */
    List<FindPage.Found> find(ConsoleVisit visit, String asked) {
        List<FindPage.Found> byId = byId(visit, asked).toList();
        return byId.isEmpty()
                ? Stream.of(pages(visit, asked), projects(visit, asked), endpoints(visit, asked))
                        .flatMap(Function.identity())
                        .toList()
                : byId;
    }

    private Stream<FindPage.Found> byId(ConsoleVisit visit, String asked) {
        Map<EnvironmentId, Place> places = places(visit);
        return Stream.of(
                        EndpointId.parse(asked)
                                .flatMap(id -> lookup.endpoint(visit.tenant(), id.value()))
                                .flatMap(endpoint -> found(visit, places, endpoint)),
                        InboundEndpointId.parse(asked)
                                .flatMap(id -> lookup.endpoint(visit.tenant(), id.value()))
                                .flatMap(endpoint -> found(visit, places, endpoint)),
                        MessageId.parse(asked)
                                .flatMap(id -> lookup.message(places.keySet(), id))
                                .flatMap(message -> found(visit, places, message)),
                        ApiKeyId.parse(asked).flatMap(id -> key(visit, places, id)))
                .flatMap(Optional::stream);
    }

    private static Map<EnvironmentId, Place> places(ConsoleVisit visit) {
        return visit.projects().stream()
                .flatMap(project -> Stream.of(Mode.values()).map(mode -> new Place(project, mode)))
                .collect(Collectors.toMap(place -> place.environment().id(), place -> place));
    }

    private static Optional<FindPage.Found> found(
            ConsoleVisit visit,
            Map<EnvironmentId, Place> places,
            LookupStore.FoundEndpoint endpoint) {
        return switch (endpoint.direction()) {
            case OUTBOUND ->
                    found(
                            visit,
                            places,
                            endpoint,
                            visit.phrases().say("find.kind.endpoint"),
                            Section.ENDPOINTS,
                            new EndpointId(endpoint.id()).toString());
            case INBOUND ->
                    found(
                            visit,
                            places,
                            endpoint,
                            visit.phrases().say("find.kind.source"),
                            Section.SOURCES,
                            endpoint.id().toString());
            case PULL ->
                    found(
                            visit,
                            places,
                            endpoint,
                            visit.phrases().say("find.kind.pull"),
                            Section.PULL,
                            endpoint.id().toString());
        };
    }

    private static Optional<FindPage.Found> found(
            ConsoleVisit visit,
            Map<EnvironmentId, Place> places,
            LookupStore.FoundEndpoint endpoint,
            String kind,
            Section section,
            String id) {
        return in(visit, places, endpoint.environment(), section)
                .map(place ->
                        new FindPage.Found(
                                kind,
                                endpoint.url().isEmpty() ? endpoint.name() : endpoint.url(),
                                place.title(visit.phrases()),
                                place.path(section.path()) + "/" + id));
    }

    private static Optional<FindPage.Found> found(
            ConsoleVisit visit,
            Map<EnvironmentId, Place> places,
            LookupStore.FoundMessage message) {
        return in(visit, places, message.environment(), Section.MESSAGES)
                .map(place ->
                        new FindPage.Found(
                                visit.phrases().say("find.kind.message"),
                                message.id().toString(),
                                place.title(visit.phrases()),
                                place.path(Section.MESSAGES.path()) + "/" + message.id()));
    }

    /** Where a thing is, if this server has pages of its kind. */
    private static Optional<Place> in(
            ConsoleVisit visit,
            Map<EnvironmentId, Place> places,
            EnvironmentId environment,
            Section section) {
        return visit.sections().contains(section)
                ? Optional.ofNullable(places.get(environment))
                : Optional.empty();
    }

    private Optional<FindPage.Found> key(
            ConsoleVisit visit, Map<EnvironmentId, Place> places, ApiKeyId id) {
        return keys.list(visit.projects().stream().map(Project::id).toList()).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .map(key -> places.get(key.environment().id()))
                .map(place ->
                        new FindPage.Found(
                                visit.phrases().say("find.kind.key"),
                                id.toString(),
                                place.title(visit.phrases()),
                                place.path(Section.API_KEYS.path())));
    }

    private static Stream<FindPage.Found> pages(ConsoleVisit visit, String asked) {
        return visit.sections().stream()
                .filter(section -> has(visit.phrases().say(section.key()), asked))
                .map(section ->
                        new FindPage.Found(
                                visit.phrases().say("find.kind.page"),
                                visit.phrases().say(section.key()),
                                "",
                                section.path(visit.lastPlace().orElse(null))));
    }

    private static Stream<FindPage.Found> projects(ConsoleVisit visit, String asked) {
        return visit.projects().stream()
                .filter(project -> has(project.name(), asked))
                .map(project -> new Place(project, visit.session().mode()))
                .map(place ->
                        new FindPage.Found(
                                visit.phrases().say("find.kind.project"),
                                place.project().name(),
                                "",
                                place.path(Section.HOME.path())));
    }

    private Stream<FindPage.Found> endpoints(ConsoleVisit visit, String asked) {
        Map<EnvironmentId, Place> places = places(visit);
        return lookup.endpoints(visit.tenant(), asked, MOST_ENDPOINTS).stream()
                .flatMap(endpoint -> found(visit, places, endpoint).stream());
    }

    private static boolean has(String name, String asked) {
        return name.toLowerCase(Locale.ROOT).contains(asked.toLowerCase(Locale.ROOT));
    }
}
