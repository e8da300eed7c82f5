package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.browser.Chromium;
import io.hookbridge.browser.Chromium.Flaws;
import io.hookbridge.browser.Chromium.Scheme;
import io.hookbridge.browser.EveryScreen;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

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

    @Test
    void the_page_is_without_flaws_on_every_screen() {
        EveryScreen screens = new EveryScreen(browser, "");
        browser.open(url("/docs"));

        screens.judge("docs", Flaws.NOT_OF_AXE);
        // All operations are made alike, and axe would look at them for minutes.
        browser.shorten(".docs .operation", 5);
        screens.judge("docs-shortened");
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
