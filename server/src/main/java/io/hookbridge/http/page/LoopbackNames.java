package io.hookbridge.http.page;

import io.hookbridge.http.Call;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The other names of a server whose public URL is on this machine, such as {@code 127.0.0.1} for
 * {@code localhost}. Cookies and forms work under the public one only, so a person who comes by
 * another is led there.
 */
final class LoopbackNames {

    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._~-]+");

    private final String origin;
    private final Set<String> others = new HashSet<>();

    LoopbackNames(URI publicUrl) {
        origin = new FormGuard(publicUrl).origin();
        String authority = URI.create(origin).getAuthority();
        if (NAMES.contains(URI.create(origin).getHost())) {
            // With the same port, or a proxy in between would lead in circles.
            String port = authority.replaceFirst("^(?:\\[.*]|[^:\\[]*)", "");
            NAMES.forEach(name -> others.add(name + port));
            others.remove(authority);
        }
    }

    /** Where the browser has to go instead; empty for nearly all. */
    Optional<String> elsewhere(Call call) {
        return call.method().equals("GET")
                        && call.header("Sec-Fetch-Dest").filter("document"::equals).isPresent()
                        && call.header("Host").filter(others::contains).isPresent()
                ? Optional.of(
                        origin
                                + (PLAIN.matcher(call.target()).matches() ? call.target() : "/")
                                + call.rawQuery().map(query -> "?" + query).orElse(""))
                : Optional.empty();
    }
}
