package io.hookbridge.console.project;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

/**
 * The form for a project's new name.
 *
 * @param path where the form goes
 * @param present the name it has
 * @param typed what the field holds
 * @param alert why it was not renamed, or null
 */
public record RenamePage(
        Shell shell, String path, String present, String typed, @Nullable String alert) {

    public int longestName() {
        return Project.MAX_NAME;
    }
}
