package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.browser.Chromium;
import io.hookbridge.browser.Chromium.Flaws;
import io.hookbridge.browser.Chromium.Scheme;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;

/** The page about the API as a person sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("browser")
class DocsInBrowserTest {

    private Chromium browser;
    private DocsServer server;

    @BeforeAll
    void start() {
        browser = Chromium.start();
        server = new DocsServer();
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT, ALL", "390, DARK, OF_THE_SCREEN", "320, LIGHT, OF_THE_SCREEN"})
    void the_page_is_without_flaws_on_every_screen(int width, Scheme scheme, Flaws looked) {
        browser.look(width, 900, scheme);
        browser.open(url("/docs"));

        browser.screenshot("docs-" + width + "-" + scheme.word());
        assertThat(browser.flaws(Flaws.NOT_OF_AXE)).isEmpty();

        // All operations are made alike, and axe would look at them for minutes.
        browser.shorten(".docs .operation", 5);
        assertThat(browser.flaws(looked)).isEmpty();
    }

    @Test
    void a_person_finds_an_operation_by_its_section_and_reads_how_to_call_it() {
        browser.look(390, 900, Scheme.LIGHT);
        browser.open(url("/docs"));

        browser.jump("Projects");
        browser.jump("PUT");

        assertThat(browser.text())
                .contains(
                        "Update a project",
                        "curl -X PUT https://hooks.example.com/v1/projects/",
                        "\"name\": \"Production\"",
                        "1 to 255 characters");
    }

    @Test
    void a_person_searches_the_contents_and_copies_a_call() {
        browser.look(1280, 900, Scheme.LIGHT);
        browser.open(url("/docs"));

        browser.type("Find an operation", "no such thing");
        browser.await("Nothing is called that.");
        browser.type("Find an operation", "/v1/projects/{");
        browser.jump("Update a project");
        assertThat(browser.text()).doesNotContain("Nothing is called that.");
        browser.click("Copy");
        // Chromium gives the clipboard to pages that it trusts; on others the text is selected.
        browser.await("Copied.");
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
