package io.hookbridge.http.page;

import org.jspecify.annotations.Nullable;

/**
 * What {@code layout.jte} needs on every page.
 *
 * @param stylesheet the path of the one stylesheet
 * @param icon the path of the icon in a browser's tab
 * @param script the path of the one script, for the pages that are better with it
 * @param scriptIntegrity the hash of the script, as browsers check it
 * @param brand whose page it is
 * @param phrases in the language of the page
 */
public record Frame(
        String stylesheet,
        String icon,
        String script,
        String scriptIntegrity,
        Brand brand,
        Phrases phrases) {

    /** The path of the picture in the bar. */
    public String logo() {
        Asset logo = brand.logo();
        return logo == null ? icon : logo.path();
    }

    /** How high and how wide that picture is shown, in CSS pixels. */
    public int logoHeight() {
        return Brand.HEIGHT;
    }

    public int logoWidth() {
        return brand.logoWidth();
    }

    /** The path of the stylesheet of the brand; null if it has none. */
    public @Nullable String brandStylesheet() {
        Asset sheet = brand.stylesheet();
        return sheet == null ? null : sheet.path();
    }

    /** A phrase in the language of the page. */
    public String say(String key, Object... arguments) {
        return phrases.say(key, arguments);
    }
}
