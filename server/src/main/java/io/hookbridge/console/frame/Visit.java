package io.hookbridge.console.frame;

import io.hookbridge.access.Caller;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.http.Call;
import io.hookbridge.tenant.project.Project;
import io.hookbridge.tenant.user.Session;
import io.hookbridge.tenant.user.User;

import java.util.List;
import java.util.Optional;

/**
 * A call of somebody who is signed in.
 *
 * @param tenantName what the tenant is called
 * @param projects all of the tenant's, oldest first
 * @param formToken what forms of this session must carry
 */
public record Visit(
        Session session, String tenantName, List<Project> projects, String formToken, Call call) {

    public User user() {
        return session.user();
    }

    public TenantId tenant() {
        return session.user().tenant();
    }

    public Mode mode() {
        return session.mode();
    }

    /** What the person has selected, or the oldest project; empty for a tenant without any. */
    public Optional<Project> project() {
        return projects.stream()
                .filter(project -> project.id().equals(session.selected()))
                .findFirst()
                .or(() -> projects.stream().findFirst());
    }

    /** The project with the id in the path. */
    public Optional<Project> namedProject() {
        Optional<ProjectId> id = ProjectId.parse(call.path("id"));
        return projects.stream()
                .filter(project -> id.equals(Optional.of(project.id())))
                .findFirst();
    }

    /** The person as the API sees him, with what he may do. */
    public Caller caller(Project selected) {
        return new Caller(
                selected.environment(mode()), user().role().permissions(), user().actor());
    }

    /** What is shown around a page of this part. */
    public Shell shell(Section section) {
        Optional<Project> selected = project();
        return new Shell(
                tenantName,
                user().email().text(),
                section,
                selected.map(Project::name).orElse(null),
                projects.stream()
                        .map(project ->
                                new Shell.Choice(
                                        project.id().toString(),
                                        project.name(),
                                        Optional.of(project).equals(selected)))
                        .toList(),
                mode(),
                formToken,
                section.path(),
                call.query("notice").flatMap(Notice::of).map(Notice::sentence).orElse(null));
    }
}
