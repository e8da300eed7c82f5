package io.hookbridge.console.project;

import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The projects of the tenant, and the form for a new one.
 *
 * @param alert why none was made, or null
 * @param name what was typed before; empty at first
 */
public record ProjectsPage(Shell shell, List<Row> projects, @Nullable String alert, String name) {

    /**
     * A project in the list.
     *
     * @param open where it is looked at
     * @param path what the paths of its own pages begin with
     * @param selected whether the navigation leads to it
     * @param created when, in words
     * @param limit how many requests it may send, in words
     */
    public record Row(
            String id,
            String name,
            String open,
            String path,
            boolean selected,
            boolean suspended,
            String created,
            String limit) {

        static Row of(Place place, boolean selected, Phrases phrases) {
            Project project = place.project();
            return new Row(
                    project.id().toString(),
                    project.name(),
                    place.path(Section.HOME.path()),
                    Section.PROJECTS.path() + "/" + project.id(),
                    selected,
                    project.status() == Project.Status.SUSPENDED,
                    phrases.say("console.created", phrases.day(project.createdAt())),
                    phrases.say("project.rate", project.rateLimitDefault()));
        }
    }

    static ProjectsPage of(ConsoleVisit visit, @Nullable String alert, String name) {
        return new ProjectsPage(
                visit.shell(Section.PROJECTS),
                visit.projects().stream()
                        .map(project -> new Place(project, visit.session().mode()))
                        .map(place ->
                                Row.of(
                                        place,
                                        visit.lastPlace().filter(place::equals).isPresent(),
                                        visit.phrases()))
                        .toList(),
                alert,
                name);
    }

    public int longestName() {
        return Project.MAX_NAME;
    }
}
