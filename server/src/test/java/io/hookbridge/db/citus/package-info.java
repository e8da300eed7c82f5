@NullMarked
package io.hookbridge.db.citus;

import org.jspecify.annotations.NullMarked;
