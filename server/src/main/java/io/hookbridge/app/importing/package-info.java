/**
 * {@code import}: makes endpoints of those that another system has listed, as a client of a
 * server's API. What the other systems call things is a fact of their public APIs, as of November
 * 2026.
 */
@NullMarked
package io.hookbridge.app.importing;

import org.jspecify.annotations.NullMarked;
