package io.hookbridge.inbound.verify;

import io.hookbridge.base.Sha256;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Flaw;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an endpoint checks beside its preset.
 *
 * @param token that each request must bring
 * @param addresses that requests may come from; empty if from all
 * @param dedupeHeaders of which the key of an event is made, in this order; none for what the
 *     preset says
 */
public record OwnChecks(
        Optional<StaticToken> token,
        Optional<List<AddressRange>> addresses,
        List<String> dedupeHeaders) {

    /** Nothing. */
    public static final OwnChecks NONE =
            new OwnChecks(Optional.empty(), Optional.empty(), List.of());

    /**
     * A token in the first of two places that is there.
     *
     * @param header its name; empty if it is not looked for there
     * @param parameter of the query
     * @param sha256 of the token, in UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record StaticToken(Optional<String> header, Optional<String> parameter, byte[] sha256) {

        List<Source> places() {
            return Stream.concat(
                            header.stream().<Source>map(Source.InHeader::new),
                            parameter.stream().map(Source.InQuery::new))
                    .toList();
        }

        /** The query is asked only where the header is absent, as without a preset. */
        private Optional<Flaw> flaw(RequestValues values) {
            for (Source place : places()) {
                Optional<String> given = values.text(place);
                if (given.isPresent()) {
                    byte[] hash = Sha256.of(RequestValues.bytes(place, given.get()));
                    return MessageDigest.isEqual(sha256, hash)
                            ? Optional.empty()
                            : Optional.of(Flaw.TOKEN_MISMATCH);
                }
            }
            return Optional.of(Flaw.MISSING_TOKEN);
        }
    }

    public OwnChecks {
        addresses = addresses.map(List::copyOf);
        dedupeHeaders = List.copyOf(dedupeHeaders);
    }

    /** Whether any of them is on. */
    boolean areAny() {
        return token.isPresent() || addresses.isPresent();
    }

    Optional<Outcome> refusedToken(RequestValues values) {
        return token.flatMap(it -> it.flaw(values))
                .map(flaw -> new Outcome.Refused(Refusal.STATIC_TOKEN_FAILED, flaw));
    }

    Optional<Outcome> refusedAddress(RequestValues values) {
        return addresses
                .flatMap(ranges ->
                        values.request()
                                .source()
                                .map(address ->
                                        ranges.stream().anyMatch(range -> range.contains(address))
                                                ? Optional.<Flaw>empty()
                                                : Optional.of(Flaw.ADDRESS_NOT_ALLOWED))
                                .orElse(Optional.of(Flaw.UNKNOWN_ADDRESS)))
                .map(flaw -> new Outcome.Refused(Refusal.IP_NOT_ALLOWED, flaw));
    }
}
