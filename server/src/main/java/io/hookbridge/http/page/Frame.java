package io.hookbridge.http.page;

/**
 * What {@code layout.jte} needs on every page.
 *
 * @param stylesheet the path of the one stylesheet
 * @param icon the path of the icon in a browser's tab
 * @param script the path of the one script, for the pages that are better with it
 * @param scriptIntegrity the hash of the script, as browsers check it
 */
public record Frame(String stylesheet, String icon, String script, String scriptIntegrity) {}
