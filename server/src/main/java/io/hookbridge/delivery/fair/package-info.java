/**
 * How much of what there is only once, such as memory and places for attempts, each environment may
 * have, and whose turn it is, so that no tenant is in another's way.
 */
@NullMarked
package io.hookbridge.delivery.fair;

import org.jspecify.annotations.NullMarked;
