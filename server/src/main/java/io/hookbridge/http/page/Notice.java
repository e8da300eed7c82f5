package io.hookbridge.http.page;

/** What the last step did, said once on the page that follows. */
@FunctionalInterface
public interface Notice {

    String sentence();

    /**
     * The way to the page that says it.
     *
     * @param path of this server
     */
    default Redirect on(String path) {
        return new Redirect(path, sentence());
    }
}
