package io.hookbridge.console.project;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Text;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Question;
import io.hookbridge.http.page.Visits;
import io.hookbridge.http.page.Words;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.project.ProjectCreation;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.TenantLimits;
import io.hookbridge.tenant.user.Sessions;

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
    private final ApiKeys keys;
    private final Sessions sessions;
    private final Pages pages;
    private final ConsoleVisits visits;

    public ProjectPages(
            Projects projects, ApiKeys keys, Sessions sessions, Pages pages, ConsoleVisits visits) {
        this.projects = projects;
        this.keys = keys;
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
        return pages.show(status, "console/projects.jte", ProjectsPage.of(visit, alert, name));
    }

    private Answer create(ConsoleVisit visit, Form form) {
        String name = form.text("name");
        Optional<String> objection = objection(name);
        if (objection.isPresent()) {
            return show(visit, 422, objection.get(), name);
        }
        return switch (projects.create(
                visit.tenant(), name, 0, visit.user().actor(), visit.call().requestId())) {
            case ProjectCreation.Created(Project project) -> {
                sessions.select(visit.session(), project.id(), visit.session().mode());
                yield pages.goTo(ConsoleNotice.PROJECT_CREATED.on(PATH));
            }
            case ProjectCreation.LimitReached(TenantLimits limits) ->
                    show(
                            visit,
                            422,
                            "Your plan allows no more than "
                                    + Words.count(limits.projects(), "project")
                                    + ". Delete one, or change the plan.",
                            name);
        };
    }

    private static Optional<String> objection(String name) {
        if (Text.isBlank(name)) {
            return Optional.of("Give the project a name.");
        }
        return Text.length(name) > Project.MAX_NAME
                ? Optional.of("The name must have at most " + Project.MAX_NAME + " characters.")
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
                        .orElseGet(this::gone);
    }

    private Answer gone() {
        return pages.goTo(ConsoleNotice.PROJECT_GONE.on(PATH));
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
                        alert));
    }

    private Answer rename(ConsoleVisit visit, Form form) {
        Optional<Project> project = visit.project();
        if (project.isEmpty()) {
            return gone();
        }
        String name = form.text("name");
        Optional<String> objection = objection(name);
        if (objection.isPresent()) {
            return nameForm(visit, project.get(), 422, name, objection.get());
        }
        return projects.update(
                        visit.tenant(),
                        project.get().id(),
                        name,
                        null,
                        null,
                        visit.user().actor(),
                        visit.call().requestId())
                .<Answer>map(_ -> pages.goTo(ConsoleNotice.PROJECT_RENAMED.on(PATH)))
                .orElseGet(this::gone);
    }

    private Answer askToDelete(ConsoleVisit visit, Project project) {
        int count = keys.list(project.id(), Mode.LIVE).size();
        List<String> facts = new ArrayList<>();
        facts.add(
                switch (count) {
                    case 0 -> "It has no API keys.";
                    case 1 -> "Its only API key stops working at once.";
                    default -> "Its " + Words.number(count) + " API keys stop working at once.";
                });
        facts.add("Nothing more is accepted for it, and what is on its way is given up.");
        if (visit.projects().size() == 1) {
            facts.add("It is your only project: nothing works until you create another.");
        }
        facts.add("This cannot be taken back.");
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        visit.shell(Section.PROJECTS),
                        Question.ofDanger(
                                "Delete the project " + project.name() + "?",
                                facts,
                                DELETE.replace("{project}", project.id().toString()),
                                "Delete project",
                                PATH,
                                "Keep it")));
    }

    private Answer delete(ConsoleVisit visit, Form form) {
        boolean deleted =
                visit.project()
                        .filter(project ->
                                projects.delete(
                                        visit.tenant(),
                                        project.id(),
                                        visit.user().actor(),
                                        visit.call().requestId()))
                        .isPresent();
        return pages.goTo(
                (deleted ? ConsoleNotice.PROJECT_DELETED : ConsoleNotice.PROJECT_GONE).on(PATH));
    }
}
