@NullMarked
package io.hookbridge.loadtest.rig;

import org.jspecify.annotations.NullMarked;
