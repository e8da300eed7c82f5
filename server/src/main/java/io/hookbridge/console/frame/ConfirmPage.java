package io.hookbridge.console.frame;

import java.util.List;

/**
 * A question before something that cannot be taken back.
 *
 * @param facts what will happen, a sentence each
 * @param action where the form goes
 * @param back the page to return to without having done anything
 */
public record ConfirmPage(
        Shell shell,
        String heading,
        List<String> facts,
        String action,
        String button,
        String back) {}
