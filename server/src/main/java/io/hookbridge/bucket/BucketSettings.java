package io.hookbridge.bucket;

import java.net.URI;

/**
 * Where a bucket is, and who may use it.
 *
 * @param url of the storage, without a path
 * @param region as requests are signed for it
 * @param prefix what the keys of all objects begin with, without a slash at either end; may be
 *     empty
 * @param pathStyle whether the name of the bucket stands in the path; otherwise it stands before
 *     the host
 */
public record BucketSettings(
        URI url,
        String name,
        String region,
        String prefix,
        boolean pathStyle,
        String accessKey,
        String secretKey) {

    /** The address of the bucket, with a slash at its end. */
    String address() {
        return pathStyle
                ? "%s://%s/%s/".formatted(url.getScheme(), url.getAuthority(), name)
                : "%s://%s.%s/".formatted(url.getScheme(), name, url.getAuthority());
    }

    /** The key of an object below the prefix. */
    String key(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Leaves the keys out. */
    @Override
    public String toString() {
        return "BucketSettings[%s at %s]".formatted(name, url);
    }
}
