@NullMarked
package io.hookbridge.app.log;

import org.jspecify.annotations.NullMarked;
