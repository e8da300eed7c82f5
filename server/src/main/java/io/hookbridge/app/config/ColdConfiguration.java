package io.hookbridge.app.config;

import io.hookbridge.base.Ticker;
import io.hookbridge.bucket.Bucket;
import io.hookbridge.bucket.BucketSettings;
import io.hookbridge.message.cold.ColdRule;
import io.hookbridge.message.cold.ColdStorage;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where payloads go that are old.
 *
 * @param bucket empty if there is none
 * @param rule what moves
 */
public record ColdConfiguration(Optional<BucketSettings> bucket, ColdRule rule) {

    private static final int MOST_DAYS = 3650;

    private static final Pattern DAYS = Pattern.compile("\\d{1,4}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,60}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");

    /** The storage as a process sees it. */
    public ColdStorage storage(Ticker ticker) {
        return bucket.map(settings -> ColdStorage.in(new Bucket(settings), ticker))
                .orElseGet(ColdStorage::none);
    }

    static ColdConfiguration read(SettingValues values) {
        ColdRule rule =
                values.value(Setting.COLD_AFTER_DAYS)
                        .map(text -> rule(values, text))
                        .orElseGet(ColdRule.Stay::new);
        Optional<String> name = values.value(Setting.COLD_BUCKET);
        if (name.isEmpty()) {
            Stream.of(
                            Setting.COLD_AFTER_DAYS,
                            Setting.COLD_URL,
                            Setting.COLD_ACCESS_KEY,
                            Setting.COLD_SECRET_KEY)
                    .filter(setting -> values.value(setting).isPresent())
                    .forEach(setting ->
                            values.problem(
                                    setting.variable()
                                            + " needs "
                                            + Setting.COLD_BUCKET.variable()));
            return new ColdConfiguration(Optional.empty(), new ColdRule.Stay());
        }
        return new ColdConfiguration(bucket(values, name.get()), rule);
    }

    private static ColdRule rule(SettingValues values, String text) {
        if (text.equals("back")) {
            return new ColdRule.BringBack();
        }
        if (DAYS.matcher(text).matches() && Integer.parseInt(text) <= MOST_DAYS) {
            return new ColdRule.MoveAfter(Integer.parseInt(text));
        }
        values.problem(
                "%s must be a whole number from 0 to %d, or back"
                        .formatted(Setting.COLD_AFTER_DAYS.variable(), MOST_DAYS));
        return new ColdRule.Stay();
    }

    private static Optional<BucketSettings> bucket(SettingValues values, String name) {
        if (!BUCKET.matcher(name).matches()) {
            values.problem(
                    Setting.COLD_BUCKET.variable()
                            + " must be the name of a bucket: 3 to 63 of a-z, 0-9, - and .");
        }
        String region = values.value(Setting.COLD_REGION).orElseThrow();
        if (!REGION.matcher(region).matches()) {
            values.problem(
                    Setting.COLD_REGION.variable()
                            + " must be the name of a region, such as eu-central-1");
        }
        String prefix = values.value(Setting.COLD_PREFIX).orElseThrow();
        if (!PREFIX.matcher(prefix).matches() || prefix.length() > 200) {
            values.problem(
                    Setting.COLD_PREFIX.variable()
                            + " must be 1 to 200 letters, digits, -, _, . and /, without a / at either end");
        }
        String style = values.value(Setting.COLD_PATH_STYLE).orElseThrow();
        if (!style.equals("true") && !style.equals("false")) {
            values.problem(Setting.COLD_PATH_STYLE.variable() + " must be true or false");
        }
        Optional<URI> url =
                required(values, Setting.COLD_URL)
                        .flatMap(text -> values.httpUrl(Setting.COLD_URL, text));
        Optional<String> access = required(values, Setting.COLD_ACCESS_KEY);
        Optional<String> secret = required(values, Setting.COLD_SECRET_KEY);
        return url.isEmpty() || access.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BucketSettings(
                                url.get(),
                                name,
                                region,
                                prefix,
                                style.equals("true"),
                                access.get(),
                                secret.get()));
    }

    private static Optional<String> required(SettingValues values, Setting setting) {
        Optional<String> value = values.value(setting);
        if (value.isEmpty()) {
            values.problem(
                    setting.variable() + " is required with " + Setting.COLD_BUCKET.variable());
        }
        return value;
    }
}
