package io.hookbridge.insight.metric;

import io.hookbridge.http.Answer;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/** The answer of a time series, whatever its figures are. */
final class Series {

    private Series() {}

    /**
     * @param buckets by their beginnings
     * @param figures adds those of a bucket to the view of it
     */
    static Answer of(
            Window window,
            SortedMap<Instant, Counts> buckets,
            BiConsumer<Map<String, Object>, Counts> figures) {
        List<Map<String, Object>> views =
                buckets.entrySet().stream()
                        .map(bucket -> {
                            Map<String, Object> view = new LinkedHashMap<>();
                            view.put("timestamp", bucket.getKey());
                            figures.accept(view, bucket.getValue());
                            return view;
                        })
                        .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("window", window.word());
        answer.put("buckets", views);
        return Answer.ok(answer);
    }
}
