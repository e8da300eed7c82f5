package io.hookbridge.billing.stripe.call;

import com.stripe.exception.StripeException;
import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads a list of Stripe's to its end, page by page. */
public final class Pages {

    private Pages() {}

    /** Asks for one page. */
    @FunctionalInterface
    public interface Page<T extends HasId> {

        /**
         * @param after the last identifier of the page before, or null for the first page
         */
        StripeCollection<T> after(@Nullable String after) throws StripeException;
    }

    public static <T extends HasId> List<T> all(Page<T> page) throws StripeException {
        List<T> all = new ArrayList<>();
        StripeCollection<T> read = page.after(null);
        all.addAll(read.getData());
        // An empty page that promises more would be asked for until the deadline.
        while (Boolean.TRUE.equals(read.getHasMore()) && !read.getData().isEmpty()) {
            read = page.after(all.getLast().getId());
            all.addAll(read.getData());
        }
        return all;
    }
}
