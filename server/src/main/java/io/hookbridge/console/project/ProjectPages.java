package io.hookbridge.console.project;

import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.Text;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.Form;
import io.hookbridge.console.frame.Notice;
import io.hookbridge.console.frame.ReturnTo;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Visit;
import io.hookbridge.console.frame.Visits;
import io.hookbridge.console.frame.Words;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
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

/** {@code /projects}, and the switch between projects and modes. */
public final class ProjectPages {

    private static final String ONE = "/projects/{id}";
    private static final String DELETE = ONE + "/delete";

    private final Projects projects;
    private final ApiKeys keys;
    private final Sessions sessions;
    private final Pages pages;
    private final Visits visits;

    public ProjectPages(
            Projects projects, ApiKeys keys, Sessions sessions, Pages pages, Visits visits) {
        this.projects = projects;
        this.keys = keys;
        this.sessions = sessions;
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        return List.of(
                visits.get("/projects", visit -> show(visit, 200, null, "")),
                visits.post("/projects", this::create),
                visits.get(ONE, about(this::askForName)),
                visits.post(ONE, this::rename),
                visits.get(DELETE, about(this::askToDelete)),
                visits.post(DELETE, this::delete),
                visits.post("/switch", this::change));
    }

    private Answer show(Visit visit, int status, @Nullable String alert, String name) {
        return pages.show(status, "console/projects.jte", ProjectsPage.of(visit, alert, name));
    }

    private Answer create(Visit visit, Form form) {
        String name = form.text("name");
        Optional<String> objection = objection(name);
        if (objection.isPresent()) {
            return show(visit, 422, objection.get(), name);
        }
        return switch (projects.create(
                visit.tenant(), name, 0, visit.user().actor(), visit.call().requestId())) {
            case ProjectCreation.Created(Project project) -> {
                sessions.select(visit.session(), project.id(), visit.mode());
                yield pages.goTo(Section.PROJECTS.after(Notice.PROJECT_CREATED));
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
        Answer handle(Visit visit, Project project);
    }

    private Visits.Handler about(OfProject handler) {
        return visit ->
                visit.namedProject()
                        .map(project -> handler.handle(visit, project))
                        .orElseGet(this::gone);
    }

    private Answer gone() {
        return pages.goTo(Section.PROJECTS.after(Notice.PROJECT_GONE));
    }

    private Answer askForName(Visit visit, Project project) {
        return nameForm(visit, project, 200, project.name(), null);
    }

    private Answer nameForm(
            Visit visit, Project project, int status, String typed, @Nullable String alert) {
        return pages.show(
                status,
                "console/rename.jte",
                new RenamePage(
                        visit.shell(Section.PROJECTS),
                        project.id().toString(),
                        project.name(),
                        typed,
                        alert));
    }

    private Answer rename(Visit visit, Form form) {
        Optional<Project> project = visit.namedProject();
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
                        visit.user().actor(),
                        visit.call().requestId())
                .<Answer>map(_ -> pages.goTo(Section.PROJECTS.after(Notice.PROJECT_RENAMED)))
                .orElseGet(this::gone);
    }

    private Answer askToDelete(Visit visit, Project project) {
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
                        "Delete the project " + project.name() + "?",
                        facts,
                        "/projects/" + project.id() + "/delete",
                        "Delete project",
                        "/projects"));
    }

    private Answer delete(Visit visit, Form form) {
        boolean deleted =
                visit.namedProject()
                        .filter(project ->
                                projects.delete(
                                        visit.tenant(),
                                        project.id(),
                                        visit.user().actor(),
                                        visit.call().requestId()))
                        .isPresent();
        return pages.goTo(
                Section.PROJECTS.after(deleted ? Notice.PROJECT_DELETED : Notice.PROJECT_GONE));
    }

    private Answer change(Visit visit, Form form) {
        Optional<ProjectId> id = ProjectId.parse(form.text("project"));
        Optional<Project> project =
                visit.projects().stream()
                        .filter(each -> id.equals(Optional.of(each.id())))
                        .findFirst();
        Mode mode = Mode.of(form.text("mode")).orElse(visit.mode());
        sessions.select(
                visit.session(), project.or(visit::project).map(Project::id).orElse(null), mode);
        return pages.goTo(
                ReturnTo.of(Optional.of(form.text("return_to")))
                        + "?notice="
                        + Notice.SWITCHED.word());
    }
}
