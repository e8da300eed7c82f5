package io.hookbridge.console.account;

import io.hookbridge.http.page.Phrases;

import java.util.LinkedHashMap;
import java.util.Map;

/** A browser's description of itself in the few words that a person recognises it by. */
final class Device {

    /** What to look for, in this order: most browsers also claim to be older ones. */
    private static final Map<String, String> BROWSERS = new LinkedHashMap<>();

    private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

    static {
        BROWSERS.put("Edg", "Edge");
        BROWSERS.put("OPR/", "Opera");
        BROWSERS.put("Firefox/", "Firefox");
        BROWSERS.put("Chrome/", "Chrome");
        BROWSERS.put("Safari/", "Safari");
        BROWSERS.put("curl/", "curl");
        SYSTEMS.put("iPhone", "iPhone");
        SYSTEMS.put("iPad", "iPad");
        SYSTEMS.put("Android", "Android");
        SYSTEMS.put("Windows", "Windows");
        SYSTEMS.put("Mac OS X", "macOS");
        SYSTEMS.put("CrOS", "ChromeOS");
        SYSTEMS.put("Linux", "Linux");
    }

    private Device() {}

    /** Such as {@code Firefox on Linux}. */
    static String of(String userAgent, Phrases phrases) {
        String browser = first(BROWSERS, userAgent, phrases.say("console.account.browser.unknown"));
        String system = first(SYSTEMS, userAgent, "");
        return system.isEmpty()
                ? browser
                : phrases.say("console.account.browser.system", browser, system);
    }

    private static String first(Map<String, String> names, String userAgent, String otherwise) {
        return names.entrySet().stream()
                .filter(name -> userAgent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }
}
