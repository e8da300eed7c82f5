package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the description of the API from a real server, as programs and people do. */
@Tag("unit")
class OpenApiRoutesTest {

    private static final DocsServer SERVER = new DocsServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void the_document_is_served_as_it_was_written() throws Exception {
        Exchange exchange = client().get("/openapi.yaml").send();

        assertThat(exchange.header("Content-Type")).contains("application/yaml");
        assertThat(exchange.text()).isEqualTo(Files.readString(Path.of("../docs/openapi.yaml")));
    }

    @Test
    void the_document_is_served_as_json_too() throws Exception {
        Exchange exchange = client().get("/openapi.json").send();

        assertThat(exchange.header("Content-Type")).contains("application/json");
        assertThat(exchange.json()).isEqualTo(ApiDescription.published().document().root());
    }

    @Test
    void what_does_not_change_is_sent_once_and_compressed() {
        for (String path : List.of("/openapi.yaml", "/openapi.json", "/docs")) {
            Exchange first = client().get(path).header("Accept-Encoding", "gzip").send();
            String tag = first.header("ETag").orElseThrow();
            Exchange again =
                    client().get(path)
                            .header("Accept-Encoding", "gzip")
                            .header("If-None-Match", tag)
                            .send();

            assertThat(first.header("Content-Encoding")).as(path).contains("gzip");
            assertThat(again.status()).as(path).isEqualTo(304);
        }
    }

    @Test
    void the_page_shows_every_operation_and_every_code() {
        String page = client().get("/docs").send().text();

        for (ApiDocument.Operation operation : ApiDescription.published().document().operations()) {
            assertThat(page)
                    .contains("id=\"" + operation.node().path("operationId").asString() + "\"")
                    .contains(operation.path())
                    .contains(operation.node().path("summary").asString());
        }
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(page).contains("<code>" + code + "</code>");
        }
        assertThat(page).contains("curl -X POST https://hooks.example.com/v1/billing/portal");
    }

    @Test
    void the_page_has_the_one_script_and_nothing_inline_and_allows_no_more() {
        Exchange exchange = client().get("/docs").send();

        assertThat(exchange.text())
                .containsOnlyOnce("<script src=\"/assets/")
                .doesNotContain(" style=", "javascript:", " onclick");
        assertThat(exchange.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe-inline");
    }

    @Test
    void the_page_is_less_than_100_kb_on_the_way() {
        Exchange page = client().get("/docs").header("Accept-Encoding", "gzip").send();

        assertThat(page.header("Content-Length").map(Integer::valueOf))
                .hasValueSatisfying(length -> assertThat(length).isBetween(10_000, 100_000));
    }

    @Test
    void every_link_of_the_page_leads_somewhere() {
        String page = client().get("/docs").send().text();
        List<String> ids = all(page, "\\bid=\"([^\"]*)\"");
        List<String> links = all(page, "\\b(?:href|src)=\"([^\"]*)\"");

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(links).hasSizeGreaterThan(50);
        for (String link : links) {
            if (link.equals("/")) {
                // Where a server has its console, which this one has not.
                continue;
            }
            if (link.startsWith("#")) {
                assertThat(ids).contains(link.substring(1));
            } else {
                assertThat(client().get(link).send().status()).as(link).isEqualTo(200);
            }
        }
    }

    @Test
    void what_the_document_says_cannot_become_markup() {
        String evil = "<img src=x onerror=alert(1)>";
        String yaml =
                ApiDocument.publishedText()
                        .replace("  title: HookBridge API", "  title: '" + evil + "'")
                        .replace("An API key acts", evil + " An API key acts")
                        .replace("label: worker", "label: '" + evil + "'");
        ApiPage model = new ReadApiPage(new ApiDocument(yaml), "http://localhost").page();
        String page =
                new String(
                        SERVER.pages.show(200, "docs/api.jte", model).body(),
                        StandardCharsets.UTF_8);

        assertThat(page).doesNotContain("<img src=x").contains("&lt;img src=x");
    }

    private static CheckedHttpClient client() {
        return CheckedHttpClient.ofLocalPort(SERVER.port());
    }

    private static List<String> all(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(result -> result.group(1)).toList();
    }
}
