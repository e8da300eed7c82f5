package io.hookbridge.console.message;

import io.hookbridge.base.MessageId;
import io.hookbridge.http.Call;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The page of a list that a message was chosen from, which goes along in addresses: so the messages
 * before and after it can be told, whatever has come in since.
 *
 * @param query what was searched for
 * @param first the first message of the page; null if it was not chosen from a list
 */
record ListPlace(String query, @Nullable MessageId first) {

    static ListPlace of(Call call) {
        return new ListPlace(
                call.query("q").orElse("").strip(),
                call.query("of").flatMap(MessageId::parse).orElse(null));
    }

    /** What the address of a message of the page ends with; empty for one of no page. */
    String suffix() {
        return first == null
                ? ""
                : "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + "&of=" + first;
    }
}
