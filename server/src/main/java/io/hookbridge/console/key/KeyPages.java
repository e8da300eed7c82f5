package io.hookbridge.console.key;

import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Text;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.Form;
import io.hookbridge.console.frame.Notice;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.frame.Visit;
import io.hookbridge.console.frame.Visits;
import io.hookbridge.console.frame.Words;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.tenant.apikey.ApiKey;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /api-keys}: the keys of the selected project. */
public final class KeyPages {

    private static final String DELETE = "/api-keys/{id}/delete";

    private final ApiKeys keys;
    private final Pages pages;
    private final Visits visits;

    public KeyPages(ApiKeys keys, Pages pages, Visits visits) {
        this.keys = keys;
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        return List.of(
                visits.get("/api-keys", in(this::list)),
                visits.post("/api-keys", this::create),
                visits.get(DELETE, in(this::askToDelete)),
                visits.post(DELETE, this::delete));
    }

    /** Answers a call that is about the selected project. */
    @FunctionalInterface
    private interface InProject {
        Answer handle(Visit visit, Project project);
    }

    private Visits.Handler in(InProject handler) {
        return visit ->
                visit.project()
                        .map(project -> handler.handle(visit, project))
                        .orElseGet(this::withoutProject);
    }

    private Answer withoutProject() {
        return pages.goTo(Section.PROJECTS.after(Notice.NO_PROJECT));
    }

    private Answer list(Visit visit, Project project) {
        return show(visit, project, 200, null, "", visit.mode() == Mode.TEST, granted(visit));
    }

    private Answer show(
            Visit visit,
            Project project,
            int status,
            @Nullable String alert,
            String label,
            boolean test,
            Set<Permission> ticked) {
        return pages.show(
                status,
                "console/keys.jte",
                new KeysPage(
                        visit.shell(Section.API_KEYS),
                        project.name(),
                        keys.list(project.id(), visit.mode()).stream()
                                .map(KeysPage.Row::of)
                                .toList(),
                        alert,
                        label,
                        test,
                        granted(visit).stream()
                                .sorted()
                                .map(each -> KeysPage.Box.of(each, ticked.contains(each)))
                                .toList()));
    }

    /** What the person may give to a key: nobody makes one that is stronger than he is. */
    private static Set<Permission> granted(Visit visit) {
        return visit.user().role().permissions();
    }

    private Answer create(Visit visit, Form form) {
        Optional<Project> selected = visit.project();
        if (selected.isEmpty()) {
            return withoutProject();
        }
        Project project = selected.get();
        String label = form.text("label");
        boolean test = visit.mode() == Mode.TEST || form.text("mode").equals(Mode.TEST.word());
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        granted(visit).stream()
                .filter(each -> form.has(KeysPage.field(each)))
                .forEach(permissions::add);
        if (Text.length(label) > ApiKey.MAX_LABEL || permissions.isEmpty()) {
            String alert =
                    permissions.isEmpty()
                            ? "Tick at least one permission."
                            : "The label must have at most " + ApiKey.MAX_LABEL + " characters.";
            return show(visit, project, 422, alert, label, test, permissions);
        }
        Mode mode = test ? Mode.TEST : Mode.LIVE;
        return keys.create(
                        project.environment(mode),
                        KeyText.random(mode),
                        label.isEmpty() ? null : label,
                        permissions,
                        visit.user().actor(),
                        visit.call().requestId())
                .map(created -> created(visit, created))
                .orElseGet(() ->
                        show(
                                visit,
                                project,
                                422,
                                "The project has "
                                        + Words.number(ApiKey.MAX_PER_PROJECT)
                                        + " API keys, which is as many as it can have. Delete one first.",
                                label,
                                test,
                                permissions));
    }

    private Answer created(Visit visit, ApiKeys.Created created) {
        ApiKey key = created.key();
        return pages.showWithScript(
                201,
                "console/new-key.jte",
                new NewKeyPage(
                        visit.shell(Section.API_KEYS),
                        created.text().value(),
                        key.label() == null ? "API key" : key.label(),
                        key.mode() == Mode.LIVE,
                        KeysPage.words(key.permissions())));
    }

    private Answer askToDelete(Visit visit, Project project) {
        Optional<ApiKeyId> id = ApiKeyId.parse(visit.call().path("id"));
        return keys.list(project.id(), visit.mode()).stream()
                .filter(key -> id.equals(Optional.of(key.id())))
                .findFirst()
                .map(key -> ask(visit, project, KeysPage.Row.of(key)))
                .orElseGet(() -> pages.goTo(Section.API_KEYS.after(Notice.KEY_GONE)));
    }

    private Answer ask(Visit visit, Project project, KeysPage.Row key) {
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        visit.shell(Section.API_KEYS),
                        "Delete this API key?",
                        List.of(
                                key.label()
                                        + ", "
                                        + key.prefix()
                                        + "…, of the project "
                                        + project.name()
                                        + ".",
                                key.lastUsed() + ". Created " + key.created() + ".",
                                "Programs that use it are refused from then on. This cannot be taken back."),
                        "/api-keys/" + key.id() + "/delete",
                        "Delete API key",
                        "/api-keys"));
    }

    private Answer delete(Visit visit, Form form) {
        ApiKeys.Deletion deletion =
                visit.project()
                        .flatMap(project ->
                                ApiKeyId.parse(visit.call().path("id"))
                                        .map(id ->
                                                keys.delete(
                                                        visit.tenant(),
                                                        project.id(),
                                                        id,
                                                        visit.mode(),
                                                        visit.user().actor(),
                                                        visit.call().requestId())))
                        .orElse(ApiKeys.Deletion.NOT_FOUND);
        return pages.goTo(
                Section.API_KEYS.after(
                        switch (deletion) {
                            case DELETED -> Notice.KEY_DELETED;
                            case NOT_FOUND -> Notice.KEY_GONE;
                            case LAST_MANAGER -> Notice.KEY_KEPT;
                        }));
    }
}
