/**
 * The schemes that no data describes: each item of a body signed by itself, certificates and keys
 * that have to be fetched from the provider. Each class is one provider's. Pure but for what {@link
 * io.hookbridge.inbound.verify.coded.ProviderKeys} fetches.
 */
@NullMarked
package io.hookbridge.inbound.verify.coded;

import org.jspecify.annotations.NullMarked;
