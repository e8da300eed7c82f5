/**
 * What a running server tells its operator about itself: whether it is ready, and what is amiss;
 * and before it runs, whether it can listen.
 */
@NullMarked
package io.hookbridge.app.running;

import org.jspecify.annotations.NullMarked;
