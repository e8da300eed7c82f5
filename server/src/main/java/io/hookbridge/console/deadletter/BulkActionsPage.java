package io.hookbridge.console.deadletter;

import io.hookbridge.console.frame.Shell;

import java.util.List;

/**
 * The bulk actions of a project in a mode, the youngest first.
 *
 * @param letters the path of the dead letters
 */
public record BulkActionsPage(Shell shell, List<BulkActionPage.Row> actions, String letters) {}
