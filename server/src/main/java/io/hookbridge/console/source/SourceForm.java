package io.hookbridge.console.source;

import io.hookbridge.base.Json;
import io.hookbridge.base.Text;
import io.hookbridge.console.retry.RetryForm;
import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.MistakeException;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundFields;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.retry.RetryChoice;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * What a person types into the form of a source. Texts are empty where nothing was typed.
 *
 * @param mode the word of one
 * @param url where it forwards to
 * @param secret what signatures are checked with, or what the preset calls its secret; of a source
 *     that exists, empty for the one that it has
 * @param keepsOld whether the secret that it has is good as well
 * @param awaits whether a handshake may bring the secret
 * @param check without a preset: {@code hmac}, {@code token} or {@code none}
 * @param token of a source that exists, empty for the one that it has
 * @param retries of what is forwarded; empty fields for what the project has
 */
public record SourceForm(
        String name,
        String mode,
        String url,
        String secret,
        boolean keepsOld,
        boolean awaits,
        String verifyToken,
        boolean signsAsProvider,
        String check,
        String hmacHeader,
        String tokenHeader,
        String token,
        RetryForm retries) {

    private static final String HMAC = "hmac";
    private static final String TOKEN = "token";
    private static final String NONE = "none";

    /** Before anything was typed. */
    static final SourceForm EMPTY =
            new SourceForm(
                    "",
                    InboundMode.FORWARD.word(),
                    "",
                    "",
                    true,
                    false,
                    "",
                    false,
                    HMAC,
                    "",
                    "",
                    "",
                    RetryForm.EMPTY);

    static SourceForm of(Form form) {
        return new SourceForm(
                form.text("name"),
                form.text("mode"),
                form.text("url"),
                // Not as other texts: a key in PEM has lines.
                form.secret("secret").strip(),
                form.has("keeps_old"),
                form.has("awaits"),
                form.text("verify_token"),
                form.has("signs_as_provider"),
                form.text("check"),
                form.text("hmac_header"),
                form.text("token_header"),
                form.text("token"),
                RetryForm.of(form));
    }

    static SourceForm of(InboundEndpoint source) {
        InboundChecks checks = source.checks();
        return new SourceForm(
                source.name(),
                source.mode().word(),
                source.url(),
                "",
                true,
                false,
                "",
                source.signsAsProvider(),
                checks.verifiesHmac() ? HMAC : checks.verifiesToken() ? TOKEN : NONE,
                checks.hmacHeader() == null ? "" : checks.hmacHeader(),
                checks.tokenHeader() == null ? "" : checks.tokenHeader(),
                "",
                RetryForm.of(source.retries()));
    }

    /**
     * What is missing or of no use, as far as it can be said in the words of the form; the rest is
     * said by whoever makes the source.
     *
     * @param preset null without one
     * @param old the source that is changed; null for a new one
     */
    Optional<String> objection(
            @Nullable Preset preset, @Nullable InboundEndpoint old, Phrases phrases) {
        if (Text.length(name) > InboundFields.MAX_NAME) {
            return Optional.of(phrases.say("console.name.long", InboundFields.MAX_NAME));
        }
        if (mode.equals(InboundMode.FORWARD.word()) && url.isEmpty()) {
            return Optional.of(phrases.say("source.missing.url"));
        }
        return preset == null ? ofChecks(old).map(phrases::say) : ofPreset(preset, old, phrases);
    }

    private Optional<String> ofPreset(
            Preset preset, @Nullable InboundEndpoint old, Phrases phrases) {
        String what = SayHandbook.secret(preset, phrases).orElse("");
        boolean has = old != null && !old.checks().hmacSecrets().isEmpty();
        if (secret.isEmpty() && !awaits && !has && Verifier.needsSecret(preset)) {
            return Optional.of(
                    what.isEmpty()
                            ? phrases.say("source.missing.secret")
                            : phrases.say("source.missing.secret.what", what));
        }
        if (!secret.isEmpty() && !Verifier.isUsable(preset, secret)) {
            return Optional.of(
                    what.isEmpty()
                            ? phrases.say("source.wrong.secret", preset.title())
                            : phrases.say("source.wrong.secret.what", preset.title(), what));
        }
        boolean knows = old != null && old.checks().verifyToken() != null;
        return asksForVerifyToken(preset) && verifyToken.isEmpty() && !knows
                ? Optional.of(phrases.say("source.missing.verify_token"))
                : Optional.empty();
    }

    /** The key of the phrase that says it. */
    private Optional<String> ofChecks(@Nullable InboundEndpoint old) {
        return switch (check) {
            case HMAC -> {
                boolean has = old != null && !old.checks().hmacSecrets().isEmpty();
                yield hmacHeader.isEmpty()
                        ? Optional.of("source.missing.signature_header")
                        : secret.isEmpty() && !has
                                ? Optional.of("source.missing.signature_secret")
                                : Optional.empty();
            }
            case TOKEN -> {
                boolean has = old != null && old.checks().tokenSha256() != null;
                boolean inQuery = old != null && old.checks().tokenParameter() != null;
                yield tokenHeader.isEmpty() && !inQuery
                        ? Optional.of("source.missing.token_header")
                        : token.isEmpty() && !has
                                ? Optional.of("source.missing.token")
                                : Optional.empty();
            }
            case NONE -> Optional.empty();
            default -> Optional.of("source.missing.proof");
        };
    }

    /** Whether the provider repeats a token in its handshake. */
    static boolean asksForVerifyToken(Preset preset) {
        return preset.handshakes().stream().anyMatch(each -> each.guard().isPresent());
    }

    /**
     * The members of the API that say the same.
     *
     * @param preset null without one
     * @param old the source that is changed; null for a new one
     */
    ObjectNode members(
            @Nullable Preset preset, @Nullable InboundEndpoint old, Phrases phrases)
            throws MistakeException {
        ObjectNode members = Json.MAPPER.createObjectNode();
        members.put("name", name);
        members.put("mode", mode);
        members.put("url", url);
        members.set(RetryChoice.MEMBER, Json.MAPPER.valueToTree(retries.choice(phrases).view()));
        if (preset == null) {
            putChecks(members, old);
        } else {
            members.put("preset", preset.id());
            members.put("sign_as_provider", signsAsProvider);
            if (awaits) {
                members.put("await_secret", true);
            }
            if (!verifyToken.isEmpty()) {
                members.put("preset_verify_token", verifyToken);
            }
        }
        putSecrets(members, old == null ? List.of() : old.checks().hmacSecrets());
        return members;
    }

    private void putChecks(ObjectNode members, @Nullable InboundEndpoint old) {
        // One that has several checks keeps them all, unless another one is chosen.
        if (old == null || !check.equals(of(old).check())) {
            members.put("verify_hmac", check.equals(HMAC));
            members.put("verify_static_token", check.equals(TOKEN));
        }
        if (check.equals(HMAC)) {
            members.put("hmac_header_name", hmacHeader);
        }
        if (check.equals(TOKEN)) {
            members.put("token_header_name", tokenHeader);
            if (!token.isEmpty()) {
                members.put("token_value", token);
            }
        }
    }

    /** The newest first, and one before it at the most. */
    private void putSecrets(ObjectNode members, List<String> old) {
        if (secret.isEmpty() && (keepsOld || old.size() < 2)) {
            return;
        }
        ArrayNode secrets = members.putArray("hmac_secrets");
        if (secret.isEmpty()) {
            secrets.add(old.getFirst());
            return;
        }
        secrets.add(secret);
        if (keepsOld && !old.isEmpty() && !old.getFirst().equals(secret)) {
            secrets.add(old.getFirst());
        }
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "SourceForm[name=" + name + "]";
    }
}
