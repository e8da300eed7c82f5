package io.hookbridge.console.account;

import io.hookbridge.http.page.Notice;
import io.hookbridge.http.page.Phrases;

import java.util.Locale;

/** What steps with one's own account did. */
enum AccountNotice {
    PASSWORD_CHANGED,
    BROWSER_SIGNED_OUT,
    BROWSER_GONE,
    LANGUAGE_CHOSEN;

    Notice in(Phrases phrases) {
        return () -> phrases.say("console.account.notice." + name().toLowerCase(Locale.ROOT));
    }
}
