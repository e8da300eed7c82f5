package io.hookbridge.console.account;

import io.hookbridge.http.page.Form;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.Password;

import java.util.Optional;

/** The two fields of a form in which a new password is typed twice. */
final class NewPassword {

    static final String FIELD = "new_password";
    static final String REPEATED = "repeated_password";

    private NewPassword() {}

    /** Why what was typed cannot be taken, in a sentence; empty if it can. */
    static Optional<String> objection(Form form, EmailAddress owner, Phrases phrases) {
        return form.secret(FIELD).equals(form.secret(REPEATED))
                ? new Password(form.secret(FIELD))
                        .objection(owner)
                        .map(objection -> sentence(objection, phrases))
                : Optional.of(phrases.say("console.password.differ"));
    }

    private static String sentence(Password.Objection objection, Phrases phrases) {
        return switch (objection) {
            case TOO_SHORT -> phrases.say("console.password.too_short", Password.MIN);
            case TOO_LONG -> phrases.say("console.password.too_long", Password.MAX);
            case HAS_EMAIL -> phrases.say("console.password.has_email");
            case TOO_UNIFORM -> phrases.say("console.password.too_uniform");
        };
    }
}
