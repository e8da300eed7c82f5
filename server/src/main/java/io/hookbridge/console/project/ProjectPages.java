package io.hookbridge.console.project;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Text;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Visits;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.insight.overview.ProjectHoldings;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.project.ProjectCreation;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.TenantLimits;
import io.hookbridge.tenant.user.Sessions;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /console/projects}: the projects of the tenant. */
public final class ProjectPages {

    private static final String PATH = Section.PROJECTS.path();
    private static final String ONE = PATH + "/{project}";
    private static final String DELETE = ONE + "/delete";

    private final Projects projects;
    private final Jdbi jdbi;
    private final Ledger ledger;
    private final Sessions sessions;
    private final Pages pages;
    private final ConsoleVisits visits;

    public ProjectPages(
            Projects projects,
            Jdbi jdbi,
            Ledger ledger,
            Sessions sessions,
            Pages pages,
            ConsoleVisits visits) {
        this.projects = projects;
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.sessions = sessions;
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        return List.of(
                visits.get(
                        PATH, Admission.to(Permission.READ), visit -> show(visit, 200, null, "")),
                visits.post(PATH, Admission.to(Permission.MANAGE), this::create),
                visits.get(ONE, Admission.to(Permission.MANAGE), about(this::askForName)),
                visits.post(ONE, Admission.to(Permission.MANAGE), this::rename),
                visits.get(DELETE, Admission.to(Permission.MANAGE), about(this::askToDelete)),
                visits.post(DELETE, Admission.to(Permission.MANAGE), this::delete));
    }

    private Answer show(ConsoleVisit visit, int status, @Nullable String alert, String name) {
        return pages.show(
                status,
                "console/projects.jte",
                ProjectsPage.of(visit, alert, name),
                visit.phrases().language());
    }

    private Answer create(ConsoleVisit visit, Form form) {
        String name = form.text("name");
        Optional<String> objection = objection(visit, name, null);
        if (objection.isPresent()) {
            return show(visit, 422, objection.get(), name);
        }
        return switch (projects.create(
                visit.tenant(), name, 0, visit.actor(), visit.call().requestId())) {
            case ProjectCreation.Created(Project project) -> {
                sessions.select(visit.session(), project.id(), visit.session().mode());
                yield pages.goTo(ConsoleNotice.PROJECT_CREATED.in(visit.phrases()).on(PATH));
            }
            case ProjectCreation.LimitReached(TenantLimits limits) ->
                    show(visit, 422, visit.phrases().say("project.full", limits.projects()), name);
        };
    }

    /**
     * Why a project cannot be called so.
     *
     * @param renamed null for one that is to be created
     */
    private static Optional<String> objection(
            ConsoleVisit visit, String name, @Nullable Project renamed) {
        Phrases phrases = visit.phrases();
        if (Text.isBlank(name)) {
            return Optional.of(phrases.say("project.nameless"));
        }
        if (Text.length(name) > Project.MAX_NAME) {
            return Optional.of(phrases.say("console.name.long", Project.MAX_NAME));
        }
        return visit.projects().stream()
                        .filter(project -> renamed == null || !project.id().equals(renamed.id()))
                        .anyMatch(project -> project.name().equalsIgnoreCase(name))
                ? Optional.of(phrases.say("project.name.taken"))
                : Optional.empty();
    }

    /** Answers a call that is about the project in the path. */
    @FunctionalInterface
    private interface OfProject {
        Answer handle(ConsoleVisit visit, Project project);
    }

    private Visits.Handler<ConsoleVisit> about(OfProject handler) {
        return visit ->
                visit.project()
                        .map(project -> handler.handle(visit, project))
                        .orElseGet(() -> gone(visit));
    }

    private Answer gone(ConsoleVisit visit) {
        return pages.goTo(ConsoleNotice.PROJECT_GONE.in(visit.phrases()).on(PATH));
    }

    private Answer askForName(ConsoleVisit visit, Project project) {
        return nameForm(visit, project, 200, project.name(), null);
    }

    private Answer nameForm(
            ConsoleVisit visit, Project project, int status, String typed, @Nullable String alert) {
        return pages.show(
                status,
                "console/rename.jte",
                new RenamePage(
                        visit.shell(Section.PROJECTS),
                        ONE.replace("{project}", project.id().toString()),
                        project.name(),
                        typed,
                        alert),
                visit.phrases().language());
    }

    private Answer rename(ConsoleVisit visit, Form form) {
        Optional<Project> project = visit.project();
        if (project.isEmpty()) {
            return gone(visit);
        }
        String name = form.text("name");
        Optional<String> objection = objection(visit, name, project.get());
        if (objection.isPresent()) {
            return nameForm(visit, project.get(), 422, name, objection.get());
        }
        return projects.update(
                        visit.tenant(),
                        project.get().id(),
                        name,
                        null,
                        null,
                        visit.actor(),
                        visit.call().requestId())
                .<Answer>map(
                        _ -> pages.goTo(ConsoleNotice.PROJECT_RENAMED.in(visit.phrases()).on(PATH)))
                .orElseGet(() -> gone(visit));
    }

    private Answer askToDelete(ConsoleVisit visit, Project project) {
        return deletionForm(visit, project, 200, "", null);
    }

    private Answer deletionForm(
            ConsoleVisit visit, Project project, int status, String typed, @Nullable String alert) {
        return pages.show(
                status,
                "console/delete-project.jte",
                new DeleteProjectPage(
                        visit.shell(Section.PROJECTS),
                        DELETE.replace("{project}", project.id().toString()),
                        project.name(),
                        facts(visit, project),
                        typed,
                        alert),
                visit.phrases().language());
    }

    private List<String> facts(ConsoleVisit visit, Project project) {
        ProjectHoldings holdings = ProjectHoldings.of(jdbi, project.id());
        long waiting = ledger.read(project.id()).pending();
        Phrases phrases = visit.phrases();
        List<String> facts = new ArrayList<>();
        facts.add(
                phrases.say(
                        "project.deletion.holdings",
                        phrases.say("project.endpoints", holdings.endpoints()),
                        phrases.say("project.sources", holdings.sources()),
                        phrases.say("project.api_keys", holdings.apiKeys())));
        facts.add(
                waiting == 0
                        ? phrases.say("project.deletion.nothing_waits")
                        : phrases.say("project.deletion.waits", waiting));
        if (visit.projects().size() == 1) {
            facts.add(phrases.say("project.deletion.only"));
        }
        facts.add(phrases.say("console.final"));
        return facts;
    }

    private Answer delete(ConsoleVisit visit, Form form) {
        Optional<Project> project = visit.project();
        if (project.isEmpty()) {
            return gone(visit);
        }
        String typed = form.text("name");
        if (!oneLine(typed).equals(oneLine(project.get().name()))) {
            return deletionForm(
                    visit,
                    project.get(),
                    422,
                    typed,
                    visit.phrases().say("project.deletion.wrong"));
        }
        boolean deleted =
                projects.delete(
                        visit.tenant(),
                        project.get().id(),
                        visit.actor(),
                        visit.call().requestId());
        return pages.goTo(
                (deleted ? ConsoleNotice.PROJECT_DELETED : ConsoleNotice.PROJECT_GONE)
                        .in(visit.phrases())
                        .on(PATH));
    }

    /** A name as a page shows it. */
    private static String oneLine(String name) {
        return Form.cleaned(name).replaceAll("\\s+", " ");
    }
}
