@NullMarked
package io.hookbridge.app;

import org.jspecify.annotations.NullMarked;
