/**
 * Pure: how much of what there is only once, such as memory, each environment may have, so that no
 * tenant is in another's way.
 */
@NullMarked
package io.hookbridge.delivery.fair;

import org.jspecify.annotations.NullMarked;
