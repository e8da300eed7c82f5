package io.hookbridge.console.frame;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * What every page of the console shows around its own content.
 *
 * @param email of the person who is signed in
 * @param section null where the page is part of none
 * @param project the name of the project that the page and the navigation are about, or null for a
 *     tenant without any
 * @param live whether they are about live or about test
 * @param groups of the navigation; none is empty
 * @param notice what the last step did, or null
 * @param curl the call of the API that the page stands for, unless it knows a better one; or null
 */
public record Shell(
        String tenant,
        String email,
        @Nullable Section section,
        @Nullable String project,
        boolean live,
        List<List<Entry>> groups,
        List<Link> projects,
        List<Link> modes,
        String formToken,
        @Nullable String notice,
        @Nullable String curl) {

    /**
     * A way to another page.
     *
     * @param current whether it leads to where the person is
     */
    public record Link(String title, String path, boolean current) {}

    /**
     * A line of the navigation.
     *
     * @param icon the name of its picture
     */
    public record Entry(String icon, Link link) {

        /** What the phrase ends with that it is called by. */
        public String key() {
            return icon.toLowerCase(Locale.ROOT);
        }
    }

    static String title(boolean live) {
        return live ? "Live" : "Test";
    }
}
