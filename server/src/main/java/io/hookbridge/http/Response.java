package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map.Entry;

/**
 * An answer as it goes on the wire, but for what its connection adds.
 *
 * @param body what is sent at once; empty for a body that is streamed
 * @param length of the body in bytes as the header tells it, also where none is sent; -1 if it is
 *     not known
 * @param streamed the body that is written piece by piece, if there is one
 * @param gzip whether the streamed body is to be compressed
 */
record Response(
        int status,
        List<Entry<String, String>> headers,
        byte[] body,
        long length,
        Answer.@Nullable Streamed streamed,
        boolean gzip) {}
