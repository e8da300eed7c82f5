/** Databases for tests, and the tests of the way to PostgreSQL. */
@NullMarked
package io.hookbridge.db;

import org.jspecify.annotations.NullMarked;
