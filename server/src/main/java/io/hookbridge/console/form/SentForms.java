package io.hookbridge.console.form;

import io.hookbridge.base.Sha256;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.Redirect;
import io.hookbridge.tenant.user.SessionId;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Lets a form do its work once, however often the same page sends the same: by two clicks, by a
 * reload of what it answered, by the way back. Whoever comes second is led where the first was,
 * with the same words. A form that did nothing may come again; so may one that leads out of the
 * console, since a link to there may be good for one use.
 */
public final class SentForms {

    /** A form that comes later than this does its work again. */
    private static final Duration KEPT = Duration.ofHours(12);

    /** How long the second waits for the first, and how often it looks. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration GLANCE = Duration.ofMillis(50);

    private final FormStore store;
    private final Pages pages;
    private final InstantSource clock;

    public SentForms(Jdbi jdbi, Pages pages, InstantSource clock) {
        store = new FormStore(jdbi);
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * What {@code work} answers, or what leads to the same place.
     *
     * @param above the page to return to from what is shown only once
     */
    public Answer once(
            SessionId session,
            Call call,
            Form form,
            String above,
            Phrases phrases,
            Supplier<Answer> work) {
        byte[] hash = Sha256.of(call.target() + "\n" + new TreeMap<>(form.fields()));
        Instant now = clock.instant();
        while (!store.begin(session, hash, now, now.minus(KEPT))) {
            Optional<Answer> same = sameAgain(session, hash, above, phrases);
            if (same.isPresent()) {
                return same.get();
            }
            if (!store.hasSession(session)) {
                // What the first did ended it. The page says where to sign in.
                return pages.goTo(above);
            }
        }
        boolean done = false;
        try {
            Answer answer = work.get();
            String page = endsAt(answer, above);
            if (page != null) {
                store.end(session, hash, page, notice(answer, phrases));
                done = true;
            }
            return answer;
        } finally {
            if (!done) {
                store.forget(session, hash);
            }
        }
    }

    /** Where a repetition is to be led; null if it is no repetition. */
    private static @Nullable String endsAt(Answer answer, String above) {
        if (answer.status() == 201) {
            return above;
        }
        String location = answer.headers().get("Location");
        return answer.status() == 303 && location != null && location.startsWith("/console")
                ? location
                : null;
    }

    private @Nullable String notice(Answer answer, Phrases phrases) {
        return answer.status() == 201
                ? phrases.say("console.form.done")
                : answer instanceof Answer.Raw page ? pages.noticeOf(page) : null;
    }

    /** Empty if the first one came to nothing, so that another may be the first. */
    private Optional<Answer> sameAgain(
            SessionId session, byte[] hash, String above, Phrases phrases) {
        for (long waited = 0; waited < PATIENCE.toMillis(); waited += GLANCE.toMillis()) {
            Optional<FormStore.Outcome> outcome = store.outcome(session, hash);
            if (outcome.isEmpty()) {
                return Optional.empty();
            }
            String page = outcome.get().page();
            if (page != null) {
                return Optional.of(pages.goTo(new Redirect(page, outcome.get().notice())));
            }
            try {
                Thread.sleep(GLANCE);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Optional.of(pages.goTo(new Redirect(above, phrases.say("console.form.under_way"))));
    }
}
