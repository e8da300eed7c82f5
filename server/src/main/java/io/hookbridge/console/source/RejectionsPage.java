package io.hookbridge.console.source;

import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a source has refused, the newest first.
 *
 * @param source where the source is
 * @param name of the source
 * @param next where the next page is; null on the last one
 * @param curl the same by the API
 */
public record RejectionsPage(
        Shell shell,
        String source,
        String name,
        List<RejectionRow> rejections,
        @Nullable String next,
        String curl) {}
