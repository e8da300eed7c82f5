package io.hookbridge.console.playground;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.trial.TrialAnswer;
import io.hookbridge.outbound.trial.TrialReceiver;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.stream.Stream;

/** What a page says of the built-in receiver, and how it answers. */
final class ToldReceiver {

    private ToldReceiver() {}

    /**
     * Null for who may not change endpoints.
     *
     * @param alert see {@link PlaygroundPage.Receiver}
     */
    static PlaygroundPage.@Nullable Receiver of(
            TrialReceiver receiver, ConsoleVisit visit, Place place, @Nullable String alert) {
        if (!visit.permissions().contains(Permission.MANAGE)) {
            return null;
        }
        Optional<TrialReceiver.Told> told = receiver.told(visit.caller(place));
        return new PlaygroundPage.Receiver(
                told.isPresent(),
                Stream.of(TrialAnswer.values())
                        .map(each ->
                                new PlaygroundPage.Choice(
                                        each.word(), title(each, visit.phrases())))
                        .toList(),
                told.map(TrialReceiver.Told::answer).orElse(TrialAnswer.SUCCESS).word(),
                place.mode() == Mode.TEST,
                told.map(TrialReceiver.Told::inTimeLapse).orElse(false),
                told.map(it -> it.endpoint().retryPolicy().inWords(visit.phrases())).orElse(""),
                told.map(TrialReceiver.Told::endpoint)
                        .filter(endpoint -> endpoint.paused() != null)
                        .map(endpoint -> page(place, endpoint))
                        .orElse(null),
                alert);
    }

    private static String page(Place place, Endpoint endpoint) {
        return place.path(Section.ENDPOINTS.path()) + "/" + endpoint.id();
    }

    private static String title(TrialAnswer answer, Phrases phrases) {
        return switch (answer) {
            case SUCCESS -> phrases.say("playground.answer.success");
            case SLOW -> phrases.say("playground.answer.slow", TrialAnswer.SLOWLY_SECONDS);
            case ERROR -> "500";
            case RECOVERY -> phrases.say("playground.answer.recovery");
            case BUSY -> phrases.say("playground.answer.busy", TrialAnswer.RETRY_AFTER_SECONDS);
            case GONE -> phrases.say("playground.answer.gone");
        };
    }
}
