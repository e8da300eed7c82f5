package io.hookbridge.console.live;

import io.hookbridge.console.frame.Shell;

import java.util.List;

/**
 * Messages as they come and go.
 *
 * @param choices which are shown
 * @param path answers the rows again
 * @param curl the call that lists the same
 */
public record LivePage(
        Shell shell, List<Shell.Link> choices, String path, LiveRows rows, String curl) {}
