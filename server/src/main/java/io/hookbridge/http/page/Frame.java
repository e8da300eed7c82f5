package io.hookbridge.http.page;

/**
 * What {@code layout.jte} needs on every page.
 *
 * @param stylesheet the path of the one stylesheet
 * @param icon the path of the icon in a browser's tab
 * @param script the path of the one script, for the pages that are better with it
 * @param scriptIntegrity the hash of the script, as browsers check it
 * @param phrases in the language of the page
 */
public record Frame(
        String stylesheet, String icon, String script, String scriptIntegrity, Phrases phrases) {

    /** A phrase in the language of the page. */
    public String say(String key, Object... arguments) {
        return phrases.say(key, arguments);
    }
}
