/** {@code /console/find}: from an id or a word to the page of the thing. */
@NullMarked
package io.hookbridge.console.find;

import org.jspecify.annotations.NullMarked;
