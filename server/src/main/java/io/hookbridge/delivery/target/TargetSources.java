package io.hookbridge.delivery.target;

import io.hookbridge.base.TargetId;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several sources as one; a target comes from one of them.
 *
 * @param sources those with most targets first, because each is asked for what the ones before it
 *     do not have
 */
public record TargetSources(List<TargetSource> sources) implements TargetSource {

    @Override
    public Optional<DeliveryTarget> find(TargetId id) {
        return sources.stream()
                .map(source -> source.find(id))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Map<TargetId, DeliveryTarget> findAll(Set<TargetId> ids) {
        Map<TargetId, DeliveryTarget> found = new HashMap<>();
        Set<TargetId> rest = new HashSet<>(ids);
        for (TargetSource source : sources) {
            if (!rest.isEmpty()) {
                found.putAll(source.findAll(Set.copyOf(rest)));
                rest.removeAll(found.keySet());
            }
        }
        return found;
    }

    @Override
    public void pauseBecauseGone(TargetId id, String url, Instant askedAt, Instant at) {
        sources.forEach(source -> source.pauseBecauseGone(id, url, askedAt, at));
    }
}
