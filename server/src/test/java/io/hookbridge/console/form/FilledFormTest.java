package io.hookbridge.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

@Tag("unit")
class FilledFormTest {

    private static final String PAGE =
            """
            <form method="post" action="/other"><input name="name" type="text" value="x"></form>
            <form method="post" action="/here#new">
            <input type="hidden" name="form_token" value="new">
            <input type="hidden" name="kind" value="of the page">
            <input name="name" type="text" value="a &lt; b" maxlength="9" required>
            <input name="empty" type="text">
            <input name="secret" type="password">
            <textarea name="payload" rows="3">{}</textarea>
            <input type="checkbox" name="read" value="on" checked>
            <input type="checkbox" name="send" value="on">
            <input type="radio" name="mode" value="live" checked> <input type="radio" name="mode" value="test">
            <select name="state"><option value="" selected>All</option><option value="failed">Failed</option></select>
            <select name="left"><option value="1" selected>One</option></select>
            </form>
            <input name="name" type="text" value="x">
            """;

    private static String filled(Map<String, String> typed) {
        return FilledForm.in(PAGE, new KeptForm("/console", "/here", typed));
    }

    @Test
    void what_was_typed_is_back_in_its_own_form_and_nowhere_else() {
        String page =
                filled(
                        Map.of(
                                "form_token", "old",
                                "kind", "of the browser",
                                "name", "<b>\"é\"",
                                "secret", "FAKE secret",
                                "payload", "{\"a\": \"</textarea>\"}",
                                "send", "on",
                                "mode", "test",
                                "state", "failed"));

        assertThat(page)
                .isEqualTo(
                        """
                        <form method="post" action="/other"><input name="name" type="text" value="x"></form>
                        <form method="post" action="/here#new">
                        <input type="hidden" name="form_token" value="new">
                        <input type="hidden" name="kind" value="of the page">
                        <input name="name" type="text" maxlength="9" required value="&lt;b&gt;&#34;é&#34;">
                        <input name="empty" type="text">
                        <input name="secret" type="password">
                        <textarea name="payload" rows="3">
                        {&#34;a&#34;: &#34;&lt;/textarea&gt;&#34;}</textarea>
                        <input type="checkbox" name="read" value="on">
                        <input type="checkbox" name="send" value="on" checked>
                        <input type="radio" name="mode" value="live"> <input type="radio" name="mode" value="test" checked>
                        <select name="state"><option value="">All</option><option value="failed" selected>Failed</option></select>
                        <select name="left"><option value="1" selected>One</option></select>
                        </form>
                        <input name="name" type="text" value="x">
                        """);
    }

    @Test
    void a_page_without_that_form_stays_as_it_is() {
        assertThat(FilledForm.in(PAGE, new KeptForm("/console", "/gone", Map.of("name", "y"))))
                .isEqualTo(PAGE);
    }

    @Test
    void a_form_comes_back_from_the_browser_as_it_went_and_leads_nowhere_else() {
        KeptForm form = new KeptForm("/console/find?q=a", "/here", Map.of("a", "1\u0000é"));

        assertThat(KeptForm.parse(form.text())).hasValue(form);
        assertThat(form.text()).matches("[A-Za-z0-9_-]+");
        for (String other : List.of("?", "bnVsbA", "e30")) {
            assertThat(KeptForm.parse(other)).as(other).isEmpty();
        }
        for (String elsewhere : List.of("https://evil.example", "//evil.example", "/consoles")) {
            assertThat(KeptForm.parse(new KeptForm(elsewhere, "/here", Map.of()).text())).isEmpty();
        }
    }

    @Test
    void the_value_of_no_password_field_is_kept() throws IOException {
        Pattern password = Pattern.compile("<input[^>]* name=\"(\\w+)\"[^>]*type=\"password\"");
        try (Stream<Path> templates = Files.walk(Path.of("src/main/jte"))) {
            List<String> names =
                    templates
                            .filter(file -> file.toString().endsWith(".jte"))
                            .flatMap(file -> password.matcher(text(file)).results())
                            .map((MatchResult found) -> found.group(1))
                            .distinct()
                            .toList();

            assertThat(names).contains("password", "new_password", "secret");
            assertThat(names)
                    .allSatisfy(name ->
                            assertThat(new KeptForm("/console", "/", Map.of(name, "x")).fields())
                                    .isEmpty());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
