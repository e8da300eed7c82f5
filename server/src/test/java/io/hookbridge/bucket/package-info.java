/** Storage for tests, and the tests of the way to it. */
@NullMarked
package io.hookbridge.bucket;

import org.jspecify.annotations.NullMarked;
