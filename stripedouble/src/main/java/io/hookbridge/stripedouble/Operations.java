package io.hookbridge.stripedouble;

import java.util.List;
import java.util.stream.Stream;

/** Every operation that the double knows. */
final class Operations {

    static final List<Operation> ALL =
            Stream.of(
                            AccountOperations.ALL,
                            CatalogOperations.ALL,
                            CheckoutOperations.ALL,
                            CustomerOperations.ALL,
                            EventOperations.ALL,
                            MeterOperations.ALL,
                            InvoiceOperations.ALL,
                            PortalOperations.ALL)
                    .flatMap(List::stream)
                    .toList();

    private Operations() {}
}
