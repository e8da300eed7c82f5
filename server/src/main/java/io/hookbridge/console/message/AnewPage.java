package io.hookbridge.console.message;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A form to send a message that is made from another one.
 *
 * @param alert why nothing was sent, or null
 * @param id of the other message
 * @param action where the form goes
 * @param back the path of the other message
 * @param endpoints to choose one from
 * @param payload what stands in the form
 */
public record AnewPage(
        Shell shell,
        @Nullable String alert,
        String id,
        String action,
        String back,
        List<Endpoint> endpoints,
        String payload) {

    /** An endpoint, and whether it is the one that is chosen. */
    public record Endpoint(String id, String url, boolean chosen) {}
}
