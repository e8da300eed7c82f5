/** {@code …/live}: what is sent and received, as it happens. */
@NullMarked
package io.hookbridge.console.live;

import org.jspecify.annotations.NullMarked;
