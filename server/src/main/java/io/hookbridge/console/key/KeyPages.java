package io.hookbridge.console.key;

import io.hookbridge.access.Permission;
import io.hookbridge.base.ApiKeyId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Text;
import io.hookbridge.console.frame.ConfirmPage;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Question;
import io.hookbridge.http.page.Words;
import io.hookbridge.tenant.apikey.ApiKey;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code …/api-keys}: the keys of a project. */
public final class KeyPages {

    private static final String PATH = Section.API_KEYS.path();
    private static final String DELETE = PATH + "/{id}/delete";

    private final ApiKeys keys;
    private final Pages pages;
    private final ConsoleVisits visits;

    public KeyPages(ApiKeys keys, Pages pages, ConsoleVisits visits) {
        this.keys = keys;
        this.pages = pages;
        this.visits = visits;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.READ, this::list),
                visits.postIn(PATH, Permission.MANAGE, this::create),
                visits.getIn(DELETE, Permission.MANAGE, this::askToDelete),
                visits.postIn(DELETE, Permission.MANAGE, this::delete));
    }

    private Answer list(ConsoleVisit visit, Place place) {
        return show(visit, place, 200, null, "", !place.live(), visit.permissions());
    }

    private Answer show(
            ConsoleVisit visit,
            Place place,
            int status,
            @Nullable String alert,
            String label,
            boolean test,
            Set<Permission> ticked) {
        return pages.show(
                status,
                "console/keys.jte",
                new KeysPage(
                        visit.shell(Section.API_KEYS, place),
                        place.path(PATH),
                        place.project().name(),
                        keys.list(place.project().id(), place.mode()).stream()
                                .map(KeysPage.Row::of)
                                .toList(),
                        alert,
                        label,
                        test,
                        visit.permissions().stream()
                                .sorted()
                                .map(each ->
                                        KeysPage.Box.of(each, place.live(), ticked.contains(each)))
                                .toList()));
    }

    private Answer create(ConsoleVisit visit, Place place, Form form) {
        String label = form.text("label");
        boolean test = !place.live() || form.text("mode").equals(Mode.TEST.word());
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        // Nobody makes a key that may do more than he may.
        visit.permissions().stream()
                .filter(each -> form.has(KeysPage.field(each)))
                .forEach(permissions::add);
        if (Text.length(label) > ApiKey.MAX_LABEL || permissions.isEmpty()) {
            String alert =
                    permissions.isEmpty()
                            ? "Tick at least one permission."
                            : "The label must have at most " + ApiKey.MAX_LABEL + " characters.";
            return show(visit, place, 422, alert, label, test, permissions);
        }
        Mode mode = test ? Mode.TEST : Mode.LIVE;
        return keys.create(
                        place.project().environment(mode),
                        KeyText.random(mode),
                        label.isEmpty() ? null : label,
                        permissions,
                        visit.user().actor(),
                        visit.call().requestId())
                .map(created -> created(visit, place, created))
                .orElseGet(() ->
                        show(
                                visit,
                                place,
                                422,
                                "The project has "
                                        + Words.number(ApiKey.MAX_PER_ENVIRONMENT)
                                        + " API keys of this mode, which is as many as it can have. Delete one first.",
                                label,
                                test,
                                permissions));
    }

    private Answer created(ConsoleVisit visit, Place place, ApiKeys.Created created) {
        ApiKey key = created.key();
        return pages.show(
                201,
                "console/new-key.jte",
                new NewKeyPage(
                        visit.shell(Section.API_KEYS, place),
                        place.path(PATH),
                        created.text().value(),
                        key.label() == null ? "API key" : key.label(),
                        key.mode() == Mode.LIVE,
                        KeysPage.words(key.permissions())));
    }

    private Answer askToDelete(ConsoleVisit visit, Place place) {
        Optional<ApiKeyId> id = ApiKeyId.parse(visit.call().path("id"));
        return keys.list(place.project().id(), place.mode()).stream()
                .filter(key -> id.equals(Optional.of(key.id())))
                .findFirst()
                .map(key -> ask(visit, place, KeysPage.Row.of(key)))
                .orElseGet(() -> pages.goTo(ConsoleNotice.KEY_GONE.on(place.path(PATH))));
    }

    private Answer ask(ConsoleVisit visit, Place place, KeysPage.Row key) {
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        visit.shell(Section.API_KEYS, place),
                        Question.ofDanger(
                                "Delete this API key?",
                                List.of(
                                        key.label()
                                                + ", "
                                                + key.prefix()
                                                + "…, of the project "
                                                + place.project().name()
                                                + ".",
                                        key.lastUsed() + ". Created " + key.created() + ".",
                                        "Programs that use it are refused from then on. This cannot be taken back."),
                                place.path(DELETE.replace("{id}", key.id())),
                                "Delete API key",
                                place.path(PATH),
                                "Keep it")));
    }

    private Answer delete(ConsoleVisit visit, Place place, Form form) {
        ApiKeys.Deletion deletion =
                ApiKeyId.parse(visit.call().path("id"))
                        .map(id ->
                                keys.delete(
                                        visit.tenant(),
                                        place.project().id(),
                                        id,
                                        place.mode(),
                                        visit.user().actor(),
                                        visit.call().requestId()))
                        .orElse(ApiKeys.Deletion.NOT_FOUND);
        ConsoleNotice notice =
                switch (deletion) {
                    case DELETED -> ConsoleNotice.KEY_DELETED;
                    case NOT_FOUND -> ConsoleNotice.KEY_GONE;
                    case LAST_MANAGER -> ConsoleNotice.KEY_KEPT;
                };
        return pages.goTo(notice.on(place.path(PATH)));
    }
}
