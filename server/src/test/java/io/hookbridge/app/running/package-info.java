@NullMarked
package io.hookbridge.app.running;

import org.jspecify.annotations.NullMarked;
