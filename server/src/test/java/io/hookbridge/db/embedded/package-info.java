/** PostgreSQL in the box under test, and the one server that all other tests share. */
@NullMarked
package io.hookbridge.db.embedded;

import org.jspecify.annotations.NullMarked;
