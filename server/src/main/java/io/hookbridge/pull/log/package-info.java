/**
 * The log of all events of an environment, of whichever endpoint, deleted and expired ones among
 * them.
 */
@NullMarked
package io.hookbridge.pull.log;

import org.jspecify.annotations.NullMarked;
