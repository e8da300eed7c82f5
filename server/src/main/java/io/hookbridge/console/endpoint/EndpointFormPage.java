package io.hookbridge.console.endpoint;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

/**
 * The form of a new endpoint, or of one that is there.
 *
 * @param heading such as {@code New endpoint}
 * @param action where the form goes
 * @param back where to go without having done anything
 * @param button what the form does
 * @param alert why it was not done; null if it was not tried
 * @param inherited what holds for retries that the form leaves open, in words
 */
public record EndpointFormPage(
        Shell shell,
        String heading,
        String action,
        String back,
        String button,
        @Nullable String alert,
        EndpointForm form,
        String inherited) {}
