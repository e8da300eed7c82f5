package io.hookbridge.console.frame;

import io.hookbridge.base.Mode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What every page of the console shows around its own content.
 *
 * @param email of the person who is signed in
 * @param project the name of the selected project, or null where there is none
 * @param path of this page, to come back to after a switch
 * @param notice what the last step did, or null
 */
public record Shell(
        String tenant,
        String email,
        Section section,
        @Nullable String project,
        List<Choice> projects,
        Mode mode,
        String formToken,
        String path,
        @Nullable String notice) {

    /** A project to switch to. */
    public record Choice(String id, String name, boolean selected) {}

    public List<Section> sections() {
        return List.of(Section.values());
    }

    public boolean live() {
        return mode == Mode.LIVE;
    }

    /** Such as {@code Live}. */
    public String modeTitle() {
        return live() ? "Live" : "Test";
    }
}
