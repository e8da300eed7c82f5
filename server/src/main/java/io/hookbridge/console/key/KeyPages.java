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
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Question;
import io.hookbridge.tenant.apikey.ApiKey;
import io.hookbridge.tenant.apikey.ApiKeys;
import io.hookbridge.tenant.apikey.KeyText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code …/api-keys}: the keys of a project. */
public final class KeyPages {

    private static final String PATH = Section.API_KEYS.path();
    private static final String NEW = PATH + "/new";
    private static final String ROTATE = PATH + "/{id}/rotate";
    private static final String DELETE = PATH + "/{id}/delete";

    private final ApiKeys keys;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final InstantSource clock;

    public KeyPages(ApiKeys keys, Pages pages, ConsoleVisits visits, InstantSource clock) {
        this.keys = keys;
        this.pages = pages;
        this.visits = visits;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                visits.getIn(PATH, Permission.READ, this::list),
                visits.getIn(NEW, Permission.MANAGE, this::begin),
                visits.postIn(NEW, Permission.MANAGE, this::create),
                visits.getIn(ROTATE, Permission.MANAGE, known(this::askToRotate)),
                visits.postIn(ROTATE, Permission.MANAGE, this::rotate),
                visits.getIn(DELETE, Permission.MANAGE, known(this::askToDelete)),
                visits.postIn(DELETE, Permission.MANAGE, this::delete));
    }

    private Answer list(ConsoleVisit visit, Place place) {
        Instant now = clock.instant();
        return pages.show(
                200,
                "console/keys.jte",
                new KeysPage(
                        visit.shell(Section.API_KEYS, place),
                        place.path(PATH),
                        place.project().name(),
                        visit.permissions().contains(Permission.MANAGE),
                        keys.list(place.project().id(), place.mode()).stream()
                                .map(key -> KeysPage.Row.of(key, now, visit.phrases()))
                                .toList()),
                visit.phrases().language());
    }

    private Answer begin(ConsoleVisit visit, Place place) {
        return form(visit, place, 200, null, KeyForm.first(!place.live(), visit.permissions()));
    }

    private Answer form(
            ConsoleVisit visit, Place place, int status, @Nullable String alert, KeyForm typed) {
        return pages.show(
                status,
                "console/key-form.jte",
                KeyFormPage.of(
                        visit.shell(Section.API_KEYS, place, PATH),
                        place,
                        place.path(PATH),
                        alert,
                        typed,
                        visit.permissions(),
                        visit.phrases()),
                visit.phrases().language());
    }

    private Answer create(ConsoleVisit visit, Place place, Form form) {
        KeyForm typed = KeyForm.of(form, place.live(), visit.permissions());
        if (typed.permissions().isEmpty()) {
            return form(visit, place, 422, visit.phrases().say("key.permissions.missing"), typed);
        }
        if (Text.length(typed.label()) > ApiKey.MAX_LABEL) {
            return form(
                    visit,
                    place,
                    422,
                    visit.phrases().say("key.label.long", ApiKey.MAX_LABEL),
                    typed);
        }
        Mode mode = typed.test() ? Mode.TEST : Mode.LIVE;
        return keys.create(
                        place.project().environment(mode),
                        KeyText.random(mode),
                        typed.label().isEmpty() ? null : typed.label(),
                        typed.permissions(),
                        typed.life().endingAt(clock.instant()),
                        visit.actor(),
                        visit.call().requestId())
                .map(created -> created(visit, place, created, null))
                .orElseGet(() -> form(visit, place, 422, noRoom(visit), typed));
    }

    private static String noRoom(ConsoleVisit visit) {
        return visit.phrases().say("key.full", ApiKey.MAX_PER_ENVIRONMENT);
    }

    /**
     * @param replaced what becomes of the key before, in a sentence, or null
     */
    private Answer created(
            ConsoleVisit visit, Place place, ApiKeys.Created created, @Nullable String replaced) {
        return pages.show(
                201,
                "console/new-key.jte",
                NewKeyPage.of(
                        visit.shell(Section.API_KEYS, place, PATH),
                        place.path(PATH),
                        created,
                        replaced,
                        visit.curl(),
                        visit.phrases()),
                visit.phrases().language());
    }

    /** Answers a call that is about the key in the path. */
    @FunctionalInterface
    private interface OfKey {
        Answer handle(ConsoleVisit visit, Place place, ApiKey key);
    }

    private ConsoleVisits.PlaceHandler known(OfKey handler) {
        return (visit, place) ->
                key(visit, place)
                        .map(key -> handler.handle(visit, place, key))
                        .orElseGet(() -> goTo(visit, place, ConsoleNotice.KEY_GONE));
    }

    private Optional<ApiKey> key(ConsoleVisit visit, Place place) {
        Optional<ApiKeyId> id = ApiKeyId.parse(visit.call().path("id"));
        return keys.list(place.project().id(), place.mode()).stream()
                .filter(key -> id.equals(Optional.of(key.id())))
                .findFirst();
    }

    private Answer goTo(ConsoleVisit visit, Place place, ConsoleNotice notice) {
        return pages.goTo(notice.in(visit.phrases()).on(place.path(PATH)));
    }

    private Answer askToRotate(ConsoleVisit visit, Place place, ApiKey key) {
        return rotation(visit, place, key, 200, null);
    }

    private Answer rotation(
            ConsoleVisit visit, Place place, ApiKey key, int status, @Nullable String alert) {
        Instant now = clock.instant();
        return pages.show(
                status,
                "console/key-rotate.jte",
                new RotateKeyPage(
                        visit.shell(Section.API_KEYS, place, PATH),
                        path(place, ROTATE, key),
                        place.path(PATH),
                        KeysPage.Row.of(key, now, visit.phrases()),
                        RotateKeyPage.choices(key, now, visit.phrases()),
                        alert),
                visit.phrases().language());
    }

    private static String path(Place place, String template, ApiKey key) {
        return place.path(template.replace("{id}", key.id().toString()));
    }

    /** Makes a key like the one in the path, which works for a while beside it. */
    private Answer rotate(ConsoleVisit visit, Place place, Form form) {
        Optional<ApiKey> old = key(visit, place);
        if (old.isEmpty()) {
            return goTo(visit, place, ConsoleNotice.KEY_GONE);
        }
        ApiKey key = old.get();
        if (!visit.permissions().containsAll(key.permissions())) {
            return goTo(visit, place, ConsoleNotice.KEY_STRONGER);
        }
        RotateKeyPage.Overlap overlap = RotateKeyPage.Overlap.of(form.text("overlap"));
        Instant now = clock.instant();
        return switch (keys.rotate(
                key, now.plus(overlap.length()), visit.actor(), visit.call().requestId())) {
            case ApiKeys.Rotation.Done(var made, var end) ->
                    created(visit, place, made, replaced(key, end, now, visit.phrases()));
            case ApiKeys.Rotation.NoRoom _ -> rotation(visit, place, key, 422, noRoom(visit));
            case ApiKeys.Rotation.Gone _ -> goTo(visit, place, ConsoleNotice.KEY_GONE);
        };
    }

    /** What becomes of a key that ends then. */
    private static String replaced(ApiKey key, Instant end, Instant now, Phrases phrases) {
        return end.isAfter(now)
                ? phrases.say("key.replaced.until", key.prefix(), phrases.moment(end))
                : phrases.say("key.replaced.none", key.prefix());
    }

    private Answer askToDelete(ConsoleVisit visit, Place place, ApiKey key) {
        Phrases phrases = visit.phrases();
        KeysPage.Row row = KeysPage.Row.of(key, clock.instant(), phrases);
        List<String> facts = new ArrayList<>();
        facts.add(
                phrases.say(
                        "key.deletion.which", row.label(), row.prefix(), place.project().name()));
        facts.add(
                row.lastUsed() == null
                        ? phrases.say("key.deletion.unused")
                        : phrases.say("key.deletion.used", row.lastUsed().relative(phrases)));
        if (ApiKey.FIRST.equals(key.label())) {
            facts.add(phrases.say("key.deletion.first"));
        }
        facts.add(phrases.say("key.deletion.effect"));
        return pages.show(
                200,
                "console/confirm.jte",
                new ConfirmPage(
                        visit.shell(Section.API_KEYS, place, PATH),
                        Question.ofDanger(
                                phrases.say("key.deletion.question"),
                                facts,
                                path(place, DELETE, key),
                                phrases.say("key.deletion"),
                                place.path(PATH),
                                phrases.say("console.keep"))),
                phrases.language());
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
                                        visit.actor(),
                                        visit.call().requestId()))
                        .orElse(ApiKeys.Deletion.NOT_FOUND);
        return goTo(
                visit,
                place,
                switch (deletion) {
                    case DELETED -> ConsoleNotice.KEY_DELETED;
                    case NOT_FOUND -> ConsoleNotice.KEY_GONE;
                    case LAST_MANAGER -> ConsoleNotice.KEY_KEPT;
                });
    }
}
