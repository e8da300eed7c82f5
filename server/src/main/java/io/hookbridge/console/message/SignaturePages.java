package io.hookbridge.console.message;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Utf8;
import io.hookbridge.base.VisibleText;
import io.hookbridge.console.frame.ConsoleVisit;
import io.hookbridge.console.frame.ConsoleVisits;
import io.hookbridge.console.frame.Place;
import io.hookbridge.console.frame.Section;
import io.hookbridge.delivery.signing.VerifyDelivery;
import io.hookbridge.delivery.signing.VerifyDelivery.Verdict;
import io.hookbridge.delivery.signing.VerifyingKey;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.AttemptView;
import io.hookbridge.message.Message;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code …/messages/{id}/signature}: whether the last attempt was signed with a secret. */
final class SignaturePages {

    private static final String PATH = MessagePages.ONE + "/signature";
    private static final int MOST_SHOWN = 500;
    private static final Set<String> PROOF =
            Set.of(
                    "x-webhook-signature",
                    "x-webhook-timestamp",
                    "webhook-id",
                    "webhook-signature",
                    "webhook-timestamp");

    private final MessageDesk desk;
    private final Pages pages;
    private final ConsoleVisits visits;

    SignaturePages(MessageDesk desk, Pages pages, ConsoleVisits visits) {
        this.desk = desk;
        this.pages = pages;
        this.visits = visits;
    }

    List<Route> routes() {
        return List.of(
                visits.getIn(
                        PATH,
                        Permission.READ,
                        (visit, place) -> about(visit, place, new Check(200, null, null))),
                visits.postIn(
                        PATH,
                        Permission.READ,
                        (visit, place, form) ->
                                check(visit, place, form.secret("secret").strip())));
    }

    /**
     * What a check said.
     *
     * @param alert why there was none, or null
     * @param key to check with, or null
     */
    private record Check(int status, @Nullable String alert, @Nullable VerifyingKey key) {}

    private Answer check(ConsoleVisit visit, Place place, String secret) {
        return about(
                visit,
                place,
                VerifyingKey.parse(secret)
                        .map(key -> new Check(200, null, key))
                        .orElseGet(() ->
                                new Check(
                                        422,
                                        visit.phrases().say("message.signature.no_secret"),
                                        null)));
    }

    private Answer about(ConsoleVisit visit, Place place, Check check) {
        return MessagePages.find(desk, visit, place)
                .map(message -> page(visit, place, message, check))
                .orElseGet(() -> MessagePages.gone(pages, visit, place));
    }

    private Answer page(ConsoleVisit visit, Place place, Message message, Check check) {
        Map<String, String> proof = proof(message);
        byte[] payload = payload(message).orElse(null);
        boolean own = proof.containsKey("x-webhook-signature");
        String before =
                own
                        ? proof.get("x-webhook-timestamp") + "."
                        : message.id() + "." + proof.get("webhook-timestamp") + ".";
        VerifyingKey key = check.key();
        Boolean genuine = null;
        if (key != null && payload != null) {
            genuine = isGenuine(proof, payload, key);
        }
        return pages.show(
                check.status(),
                "console/signature.jte",
                new SignaturePage(
                        visit.shell(Section.MESSAGES, place),
                        place.path(PATH.replace("{id}", message.id().toString())),
                        place.path(MessagePages.PATH) + "/" + message.id(),
                        message.attemptCount(),
                        proof,
                        own
                                ? visit.phrases().say("message.signature.own")
                                : visit.phrases().say("message.signature.standard"),
                        payload == null ? null : before + beginning(payload, visit.phrases()),
                        payload != null && payload.length <= MOST_SHOWN,
                        check.alert(),
                        genuine),
                visit.phrases().language());
    }

    /** The headers of the last attempt that prove who sent it, by their names in lower case. */
    private Map<String, String> proof(Message message) {
        Map<String, String> proof = new LinkedHashMap<>();
        int before = Math.max(0, message.attemptCount() - 1);
        for (AttemptView attempt : desk.read().attempts(message, before, 1, _ -> null)) {
            attempt.requestHeaders()
                    .forEach((name, value) -> {
                        String known = name.toLowerCase(Locale.ROOT);
                        if (PROOF.contains(known)) {
                            proof.put(known, VisibleText.line(value));
                        }
                    });
        }
        boolean signed =
                proof.containsKey("x-webhook-signature") || proof.containsKey("webhook-signature");
        return signed ? proof : Map.of();
    }

    private Optional<byte[]> payload(Message message) {
        try {
            return Optional.of(desk.read().payload(message));
        } catch (ApiError gone) {
            return Optional.empty();
        }
    }

    private static String beginning(byte[] payload, Phrases phrases) {
        String text = new String(payload, StandardCharsets.UTF_8);
        return Utf8.isText(payload)
                ? VisibleText.line(text.substring(0, Math.min(text.length(), MOST_SHOWN)))
                : phrases.say("message.signature.bytes");
    }

    private static boolean isGenuine(Map<String, String> proof, byte[] payload, VerifyingKey key) {
        Verdict verdict =
                VerifyDelivery.verdict(
                        name -> Optional.ofNullable(proof.get(name.toLowerCase(Locale.ROOT))),
                        payload,
                        List.of(key));
        return switch (verdict) {
            case Verdict.Genuine _ -> true;
            case Verdict.Forged _, Verdict.Incomplete _, Verdict.Unsigned _ -> false;
        };
    }
}
