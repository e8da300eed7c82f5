package io.hookbridge.console.project;

import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.frame.Visit;
import io.hookbridge.console.frame.Words;
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

    /** A project in the list. */
    public record Row(
            String id,
            String name,
            boolean selected,
            boolean suspended,
            String created,
            String limit) {

        static Row of(Project project, boolean selected) {
            return new Row(
                    project.id().toString(),
                    project.name(),
                    selected,
                    project.status() == Project.Status.SUSPENDED,
                    Words.day(project.createdAt()),
                    Words.number(project.rateLimitDefault()) + " requests a minute");
        }
    }

    static ProjectsPage of(Visit visit, @Nullable String alert, String name) {
        return new ProjectsPage(
                visit.shell(Section.PROJECTS),
                visit.projects().stream()
                        .map(project ->
                                Row.of(
                                        project,
                                        visit.project().filter(project::equals).isPresent()))
                        .toList(),
                alert,
                name);
    }

    public int longestName() {
        return Project.MAX_NAME;
    }
}
