package io.hookbridge.billing.provider;

import java.util.Map;

/**
 * The state of the billing provider for the readiness page.
 *
 * @param ready whether billing operations can succeed as far as the last contact showed
 * @param details short facts by name, such as {@code live.portal_configuration: present}; nothing
 *     secret
 */
public record ProviderHealth(boolean ready, Map<String, String> details) {}
