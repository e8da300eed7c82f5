package io.hookbridge.console.frame;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the last step did, said once on the page that follows it. */
public enum Notice {
    SIGNED_OUT("You are signed out."),
    SIGNED_OUT_EVERYWHERE("You are signed out of every browser."),
    SESSION_ENDED("You were signed out in the meantime. Nothing was changed by the last step."),
    PASSWORD_SET("Your password is set, and you are signed in."),
    PASSWORD_CHANGED("Your password is changed. You are signed out of every other browser."),
    BROWSER_SIGNED_OUT("That browser is signed out."),
    BROWSER_GONE("That browser was signed out already."),
    KEY_DELETED("The API key is deleted. It stops working within a second."),
    KEY_GONE("That API key does not exist any more."),
    KEY_KEPT("That API key is the last one that may manage. Create another one first."),
    PROJECT_CREATED("The project is created, and selected."),
    PROJECT_RENAMED("The project is renamed."),
    PROJECT_DELETED("The project is deleted. Its API keys no longer work."),
    PROJECT_GONE("That project does not exist any more."),
    SWITCHED("What you see is of this project and this mode now."),
    NO_PROJECT("Create a project first: API keys belong to one.");

    private final String sentence;

    Notice(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** The word in the query string. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Notice> of(String word) {
        return Arrays.stream(values()).filter(notice -> notice.word().equals(word)).findFirst();
    }
}
