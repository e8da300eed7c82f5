package io.hookbridge.billing.provider;

/** What came of asking a provider for a tenant's first customer. */
public sealed interface CustomerCreation {

    /**
     * The customer exists.
     *
     * @param externalId the provider's own identifier, such as {@code cus_…}
     */
    record Created(String externalId) implements CustomerCreation {}

    /** The provider cannot say now; asking again is safe. */
    record Unavailable(Unavailability why) implements CustomerCreation {}
}
