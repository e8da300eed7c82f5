package io.hookbridge.console.playground;

import java.util.Arrays;
import java.util.Optional;

/** Payloads to begin with. */
enum Example {
    ORDER(
            "order",
            """
            {
              "type": "order.created",
              "order": {"id": 1042, "total": "129.00", "currency": "EUR"}
            }\
            """),
    INVOICE(
            "invoice",
            """
            {
              "type": "invoice.paid",
              "invoice": {"id": "inv_2026_11", "lines": [{"text": "Plan pro", "amount": "49.00"}]}
            }\
            """),
    PERSON(
            "person",
            """
            {
              "type": "user.deleted",
              "user": {"id": "usr_7", "name": "Zoë Müller"}
            }\
            """);

    private final String word;

    private final String payload;

    Example(String word, String payload) {
        this.word = word;

        this.payload = payload;
    }

    /** The word in an address, and what its phrase ends with. */
    String word() {
        return word;
    }

    String payload() {
        return payload;
    }

    static Optional<Example> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
