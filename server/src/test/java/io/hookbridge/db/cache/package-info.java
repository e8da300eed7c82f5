/** Databases for tests, and the tests of the way to PostgreSQL. */
@NullMarked
package io.hookbridge.db.cache;

import org.jspecify.annotations.NullMarked;
