package io.hookbridge.console.home;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.console.live.LiveRows;

import org.jspecify.annotations.Nullable;

/**
 * The receiver that is built in.
 *
 * @param rows what was sent to it; null if no endpoint leads to it yet
 * @param alert why there is none, or null
 * @param path of this page
 */
public record ReceiverPage(
        Shell shell, @Nullable LiveRows rows, @Nullable String alert, String path) {}
