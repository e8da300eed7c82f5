package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.hookbridge.http.Vocabulary;
import io.hookbridge.http.Vocabulary.Parameter;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

@Tag("unit")
class DocumentedNamesTest {

    /** What SDKs and the CLI say, or said in older versions, beyond what this server documents. */
    private static final List<String> OF_CLIENTS =
            List.of(
                    "endpoint",
                    "event_type",
                    "mode",
                    "hmac_enabled",
                    "inbound_endpoint_id",
                    "pull_endpoint_id",
                    "direction",
                    "after",
                    "ephemeral",
                    "expires_at",
                    "user_email",
                    "metadata",
                    "tags");

    /**
     * A name that is right elsewhere must not be taken for a slip, or copying requests is a trap.
     */
    @Test
    void no_name_that_a_client_may_use_is_a_near_miss_of_another() {
        ApiDocument document = ApiDescription.published().document();
        RequestNames names = new RequestNames(document);
        Set<String> known = new TreeSet<>(OF_CLIENTS);
        for (ApiDocument.Operation operation : document.operations()) {
            names.query(operation).forEach(parameter -> known.add(parameter.name()));
            known.addAll(names.members(operation));
        }
        for (ApiDocument.Operation operation : document.operations()) {
            List<String> taken = new ArrayList<>(names.members(operation));
            names.query(operation).stream().map(Parameter::name).forEach(taken::add);
            Vocabulary words = Vocabulary.ofMembers(taken);
            for (String name : known) {
                assertThatCode(() -> words.checkMember(name))
                        .as(operation.method() + " " + operation.path() + " " + name)
                        .doesNotThrowAnyException();
            }
        }
    }
}
