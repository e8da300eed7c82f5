package io.hookbridge.app;

import io.hookbridge.http.openapi.ApiDescription;

import org.junit.jupiter.api.Test;

class DescribedRoutesTest {

    @Test
    void the_servers_routes_and_the_api_description_are_equal_in_both_directions() {
        try (TestApp app = TestApp.start()) {
            ApiDescription.published().checkRoutes(app.routes());
        }
    }
}
