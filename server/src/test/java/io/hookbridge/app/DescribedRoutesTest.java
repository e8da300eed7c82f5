package io.hookbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.openapi.ApiDescription;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

@Tag("database")
class DescribedRoutesTest {

    private static final Pattern DESTROYS =
            Pattern.compile("^DELETE |(replay|delete|retry|cancel|rotate)[a-z-]*(/\\{id})?$");

    @Test
    void the_servers_routes_and_the_api_description_are_equal_in_both_directions() {
        try (TestApp app = TestApp.start()) {
            ApiDescription.published().checkRoutes(app.routes());
        }
    }

    @Test
    void operations_that_destroy_or_send_again_act_on_nothing_that_they_do_not_understand_whole() {
        try (TestApp app = TestApp.start()) {
            Set<String> exact =
                    app.routes().stream()
                            .filter(route -> route.words().isExact())
                            .map(route -> route.method() + " " + route.template())
                            .collect(Collectors.toSet());
            Set<String> destroying =
                    app.routes().stream()
                            .filter(route -> route.needs() != null)
                            .map(route -> route.method() + " " + route.template())
                            .filter(DESTROYS.asPredicate())
                            .collect(Collectors.toSet());

            assertThat(exact).isEqualTo(destroying).hasSizeGreaterThan(12);
        }
    }
}
