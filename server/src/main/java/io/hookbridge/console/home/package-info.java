/** {@code …/home}: what is left to do until the first webhook, and how things are from then on. */
@NullMarked
package io.hookbridge.console.home;

import org.jspecify.annotations.NullMarked;
