/** A real browser for the tests of pages. */
@NullMarked
package io.hookbridge.browser;

import org.jspecify.annotations.NullMarked;
