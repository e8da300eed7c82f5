package io.hookbridge.console.account;

import io.hookbridge.http.page.Form;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.Password;

import java.util.Optional;

/** The two fields of a form in which a new password is typed twice. */
final class NewPassword {

    static final String FIELD = "new_password";
    static final String REPEATED = "repeated_password";

    private NewPassword() {}

    /** Why what was typed cannot be taken, in a sentence; empty if it can. */
    static Optional<String> objection(Form form, EmailAddress owner) {
        return form.secret(FIELD).equals(form.secret(REPEATED))
                ? new Password(form.secret(FIELD)).objection(owner)
                : Optional.of("The two passwords differ. Type the same one twice.");
    }
}
