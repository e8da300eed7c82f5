/**
 * Configuration: environment variables, or the same names in a properties file; the environment
 * wins.
 *
 * <p>{@link io.hookbridge.app.config.Setting} declares every name once, with its defaults and its
 * meaning; {@link io.hookbridge.app.config.ConfigurationReader} turns what is set into a {@link
 * io.hookbridge.app.config.Configuration} or into the list of everything that is wrong with it.
 * Each area has a record, which reads itself: a new setting stands in {@code Setting}, in the
 * record of its area, and where it is used. {@code docs/configuration.md} is written from the
 * declarations.
 */
@NullMarked
package io.hookbridge.app.config;

import org.jspecify.annotations.NullMarked;
