@NullMarked
package io.hookbridge.inbound.verify.preset;

import org.jspecify.annotations.NullMarked;
