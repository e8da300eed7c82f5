package io.hookbridge.console.source;

import io.hookbridge.access.Permission;
import io.hookbridge.console.frame.ConsoleNotice;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.SayFailure;
import io.hookbridge.console.frame.Section;
import io.hookbridge.console.source.SourceVisits.SourceVisit;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.JsonBody;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.MistakeException;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Words;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundEndpoints;
import io.hookbridge.inbound.endpoint.InboundFields;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.verify.preset.Preset;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code …/sources/new} and {@code …/sources/{id}/edit}: the way to a source, and its changes. */
final class SourceFormPages {

    private static final String NEW = SourcePages.PATH + "/new";

    /** What the form calls the members of the API, in English as the sentences of the API are. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "name", "The name",
                    "url", "The URL",
                    "mode", "Where webhooks go",
                    "hmac_secret", "The secret",
                    "hmac_secrets", "The secret",
                    "hmac_header_name", "The header of the signature",
                    "token_header_name", "The header of the token",
                    "token_value", "The token",
                    "preset_verify_token", "The verify token");

    private final SourceDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;
    private final SourceVisits sources;

    SourceFormPages(SourceDesk desk, Pages pages, ConsoleVisits visits, SourceVisits sources) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
        this.sources = sources;
    }

    List<Route> routes() {
        return List.of(
                visits.getIn(NEW, Permission.MANAGE, this::choose),
                visits.postIn(SourcePages.PATH, Permission.MANAGE, this::create),
                sources.get("/edit", Permission.MANAGE, this::askForChange),
                sources.post("/edit", Permission.MANAGE, this::change));
    }

    /** First the preset, then the form that it makes. */
    private Answer choose(ConsoleVisit visit, Place place) {
        Optional<String> chosen = visit.call().query("preset");
        if (chosen.isPresent()) {
            Optional<Preset> preset = preset(place, chosen.get());
            if (preset.isPresent() || chosen.get().isEmpty()) {
                return newForm(visit, place, 200, preset.orElse(null), SourceForm.EMPTY, null);
            }
        }
        String query = visit.call().query("q").orElse("").strip();
        return pages.show(
                200,
                "console/source-choose.jte",
                new ChoosePresetPage(
                        visit.shell(Section.SOURCES, place, NEW),
                        place.path(NEW),
                        place.path(SourcePages.PATH),
                        query,
                        ChoosePresetPage.choices(
                                desk.presets().usable(place.environment().id()),
                                query,
                                visit.phrases())),
                visit.phrases().language());
    }

    private Optional<Preset> preset(Place place, @Nullable String id) {
        return desk.presets().usable(place.environment().id()).stream()
                .filter(each -> each.id().equals(id))
                .findFirst();
    }

    private Answer newForm(
            ConsoleVisit visit,
            Place place,
            int status,
            @Nullable Preset preset,
            SourceForm typed,
            @Nullable String alert) {
        Phrases phrases = visit.phrases();
        return pages.show(
                status,
                "console/source-form.jte",
                new SourceFormPage(
                        visit.shell(Section.SOURCES, place, NEW),
                        preset == null
                                ? phrases.say("source.new")
                                : phrases.say("source.new.of", preset.title()),
                        place.path(SourcePages.PATH),
                        place.path(NEW),
                        preset == null ? null : SourceFormPage.OfPreset.of(preset, phrases),
                        typed,
                        desk.endpoints().inherited(place.environment().id()).inWords(phrases),
                        List.of(),
                        true,
                        alert),
                phrases.language());
    }

    private Answer create(ConsoleVisit visit, Place place, Form form) {
        SourceForm typed = SourceForm.of(form);
        String chosen = form.text("preset");
        Preset preset = preset(place, chosen).orElse(null);
        if (preset == null && !chosen.isEmpty()) {
            return pages.goTo(place.path(NEW));
        }
        Optional<String> objection = typed.objection(preset, null, visit.phrases());
        if (objection.isPresent()) {
            return newForm(visit, place, 422, preset, typed, objection.get());
        }
        try {
            InboundEndpoints.Changed created =
                    desk.endpoints()
                            .create(
                                    InboundFields.read(
                                            new JsonBody(
                                                    typed.members(
                                                            preset, null, visit.phrases()))),
                                    InboundMode.FORWARD,
                                    visit.caller(place),
                                    visit.call().requestId());
            return pages.goTo(
                    ConsoleNotice.SOURCE_CREATED
                            .in(visit.phrases())
                            .on(place.path(SourcePages.PATH + "/" + created.endpoint().id())));
        } catch (MistakeException mistake) {
            return newForm(visit, place, 422, preset, typed, mistake.sentence());
        } catch (ApiError refusal) {
            return newForm(visit, place, 422, preset, typed, alert(refusal, visit.phrases()));
        }
    }

    /**
     * What the form did not do, in its own words.
     *
     * @throws ApiError the same, if a person cannot mend it in the form
     */
    private static String alert(ApiError refusal, Phrases phrases) {
        if (refusal.code().category() != ErrorCode.Category.CALLER) {
            throw refusal;
        }
        if (phrases.language() != Language.ENGLISH) {
            return SayFailure.refusal(refusal, phrases);
        }
        String member = refusal.message().replaceFirst(" .*", "");
        String name = NAMES.get(member);
        String message =
                name == null
                        ? refusal.message()
                        : name + refusal.message().substring(member.length());
        return Words.sentence(message).replaceAll("\\burl\\b", "URL");
    }

    private Answer askForChange(SourceVisit visit) {
        return changeForm(visit, 200, SourceForm.of(visit.source()), null);
    }

    private Answer changeForm(
            SourceVisit visit, int status, SourceForm typed, @Nullable String alert) {
        InboundEndpoint source = visit.source();
        Phrases phrases = visit.phrases();
        return pages.show(
                status,
                "console/source-form.jte",
                new SourceFormPage(
                        visit.visit().shell(Section.SOURCES, visit.place()),
                        phrases.say("source.change.of", SourcesPage.name(source, phrases)),
                        visit.path() + "/edit",
                        visit.path(),
                        preset(visit.place(), source.checks().preset())
                                .map(preset -> SourceFormPage.OfPreset.of(preset, phrases))
                                .orElse(null),
                        typed,
                        desk.endpoints().inherited(source.environment()).inWords(phrases),
                        source.checks().secretHints(),
                        false,
                        alert),
                phrases.language());
    }

    private Answer change(SourceVisit visit, Form form) {
        SourceForm typed = SourceForm.of(form);
        InboundEndpoint source = visit.source();
        Preset preset = preset(visit.place(), source.checks().preset()).orElse(null);
        Optional<String> objection = typed.objection(preset, source, visit.phrases());
        if (objection.isPresent()) {
            return changeForm(visit, 422, typed, objection.get());
        }
        try {
            var _ =
                    desk.endpoints()
                            .update(
                                    source.id(),
                                    InboundFields.read(
                                            new JsonBody(
                                                    typed.members(
                                                            preset, source, visit.phrases()))),
                                    visit.visit().caller(visit.place()),
                                    visit.visit().call().requestId());
            return pages.goTo(ConsoleNotice.SOURCE_CHANGED.in(visit.phrases()).on(visit.path()));
        } catch (MistakeException mistake) {
            return changeForm(visit, 422, typed, mistake.sentence());
        } catch (ApiError refusal) {
            return changeForm(visit, 422, typed, alert(refusal, visit.phrases()));
        }
    }
}
