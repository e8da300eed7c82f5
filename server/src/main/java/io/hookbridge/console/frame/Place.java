package io.hookbridge.console.frame;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Mode;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.project.Project;

/**
 * The project and the mode, live or test, that a page is about: an environment. Both stand in its
 * path, and nowhere else.
 */
public record Place(Project project, Mode mode) {

    /** What the templates of pages begin with that are about a place. */
    static final String TEMPLATE = "/console/projects/{project}/{mode}";

    /**
     * The path of a page that is about this place.
     *
     * @param rest begins with a slash
     */
    public String path(String rest) {
        return TEMPLATE.replace("{project}", project.id().toString()).replace("{mode}", mode.word())
                + rest;
    }

    public Environment environment() {
        return project.environment(mode);
    }

    /** What people call it: the project, and the mode if it is test. */
    public String title(Phrases phrases) {
        return live() ? project.name() : phrases.say("find.in_test", project.name());
    }

    public boolean live() {
        return mode == Mode.LIVE;
    }

    public Place in(Mode other) {
        return new Place(project, other);
    }
}
