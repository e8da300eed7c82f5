package io.hookbridge.console.project;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.tenant.project.Project;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Asks for the name of a project before it goes.
 *
 * @param path where the form goes
 * @param name of the project
 * @param facts what goes with it, a sentence each
 * @param typed what the field holds
 * @param alert why it was not deleted, or null
 */
public record DeleteProjectPage(
        Shell shell,
        String path,
        String name,
        List<String> facts,
        String typed,
        @Nullable String alert) {

    public int longestName() {
        return Project.MAX_NAME;
    }
}
