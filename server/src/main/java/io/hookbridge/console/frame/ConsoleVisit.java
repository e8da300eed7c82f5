package io.hookbridge.console.frame;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.http.Call;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Problem;
import io.hookbridge.http.page.Visit;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.user.Session;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A call of somebody who is signed in.
 *
 * @param tenantName what the tenant is called
 * @param projects all of the tenant's, oldest first
 * @param sections those that this server has pages of for the person
 * @param curl writes calls of this server's API
 * @param formToken what forms of this session must carry
 * @param notice what the last step did, or null
 */
public record ConsoleVisit(
        Session session,
        String tenantName,
        List<Project> projects,
        Set<Section> sections,
        AsCurl curl,
        String formToken,
        @Nullable String notice,
        Call call)
        implements Visit {

    /** In the language that the person chose or the browser accepts. */
    @Override
    public Phrases phrases() {
        return Phrases.in(Language.ofConsole(call));
    }

    public User user() {
        return session.user();
    }

    public TenantId tenant() {
        return session.user().tenant();
    }

    @Override
    public Set<Permission> permissions() {
        return user().role().permissions();
    }

    @Override
    public boolean isOwner() {
        return user().role() == UserRole.OWNER;
    }

    @Override
    public boolean isOperator() {
        return user().operator();
    }

    @Override
    public Optional<Problem> keptOut() {
        Phrases phrases = phrases();
        return user().standing() == User.Standing.GOOD
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                phrases.say("entrance.suspended"),
                                phrases.say("entrance.suspended.explanation"),
                                phrases.say("entrance.suspended.advice"),
                                new Problem.Link(
                                        ConsoleVisits.SIGN_IN,
                                        phrases.say("entrance.suspended.other")),
                                null));
    }

    /**
     * Where the person has been last, or the oldest project; empty for a tenant without any. Leads
     * from pages that are about no place, and to nothing else.
     */
    public Optional<Place> lastPlace() {
        return projects.stream()
                .filter(project -> project.id().equals(session.selected()))
                .findFirst()
                .or(() -> projects.stream().findFirst())
                .map(project -> new Place(project, session.mode()));
    }

    /** The place in the path; empty for a page that is about none, and where there is no such. */
    public Optional<Place> place() {
        return modeIn(call).flatMap(mode -> project().map(project -> new Place(project, mode)));
    }

    /** The mode in the path; empty where it has none. */
    static Optional<Mode> modeIn(Call call) {
        return call.pathIfAny("mode").flatMap(Mode::of);
    }

    /** The project in the path. */
    public Optional<Project> project() {
        Optional<ProjectId> id = ProjectId.parse(call.path("project"));
        return projects.stream()
                .filter(project -> id.equals(Optional.of(project.id())))
                .findFirst();
    }

    /** The person as the audit has him. */
    public Actor actor() {
        return user().actor().from(call.address());
    }

    /** The person as the API sees him, with what he may do there. */
    public Caller caller(Place place) {
        return new Caller(place.environment(), permissions(), actor());
    }

    /**
     * What is shown around a page that is about no place.
     *
     * @param section null where the page is part of none
     */
    public Shell shell(@Nullable Section section) {
        return shell(section, lastPlace().orElse(null), Section.HOME.path());
    }

    /** What is shown around a page of this part. */
    public Shell shell(Section section, Place place) {
        return shell(section, place, section.path());
    }

    /**
     * @param path behind that of the place: of the page that the switch leads to in other places
     */
    public Shell shell(@Nullable Section section, @Nullable Place place, String path) {
        Mode mode = place == null ? Mode.LIVE : place.mode();
        return new Shell(
                tenantName,
                user().email().text(),
                section,
                place == null ? null : place.project().name(),
                mode == Mode.LIVE,
                Arrays.stream(Section.Group.values())
                        .map(group -> entries(group, section, place))
                        .filter(entries -> !entries.isEmpty())
                        .toList(),
                projects.stream()
                        .map(project -> link(project.name(), new Place(project, mode), place, path))
                        .toList(),
                place == null
                        ? List.of()
                        : Stream.of(Mode.LIVE, Mode.TEST)
                                .map(each ->
                                        link(
                                                Shell.title(each == Mode.LIVE),
                                                place.in(each),
                                                place,
                                                path))
                                .toList(),
                formToken,
                notice,
                section == null || section.call() == null ? null : curl.get(section.call()));
    }

    private List<Shell.Entry> entries(
            Section.Group group, @Nullable Section current, @Nullable Place place) {
        return sections.stream()
                .filter(section -> section.group() == group)
                .map(section ->
                        new Shell.Entry(
                                section.name(),
                                new Shell.Link(
                                        section.title(), section.path(place), section == current)))
                .toList();
    }

    private static Shell.Link link(String title, Place there, @Nullable Place here, String path) {
        return new Shell.Link(title, there.path(path), there.equals(here));
    }
}
